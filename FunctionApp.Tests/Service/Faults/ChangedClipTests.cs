using Microsoft.AspNetCore.Http;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>A clip is overwritten or deleted at the very moment at which the service reads it.</summary>
[Collection(DisturbedStorageCollection.Name)]
public sealed class ChangedClipTests(DisturbedStorage bed) : IDisposable
{
    public enum Moment
    {
        /// <summary>After it was requested, and before an activity looks at it.</summary>
        BeforeItIsFound,
        BeforeItIsRead,
        WhileItIsRead,
        AfterItWasRead,
    }

    [Theory]
    [InlineData(Moment.BeforeItIsFound, false)]
    [InlineData(Moment.BeforeItIsFound, true)]
    [InlineData(Moment.BeforeItIsRead, false)]
    [InlineData(Moment.BeforeItIsRead, true)]
    [InlineData(Moment.WhileItIsRead, false)]
    [InlineData(Moment.WhileItIsRead, true)]
    [InlineData(Moment.AfterItWasRead, false)]
    [InlineData(Moment.AfterItWasRead, true)]
    public async Task Clip_ChangedMeanwhile_IsAVoiceOfOneVersionOrRejectedAsChanged(Moment moment, bool isDeleted)
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var clip = bed.Clips.GetBlobClient(name);
        var id = VoiceId.For(name, (await clip.UploadAsync(bed.English)).Value.ETag.ToString());
        string? next = null;
        ChangeOnceAt(moment, name, id, async () =>
            next = isDeleted
                ? (await clip.DeleteAsync()).ClientRequestId
                : VoiceId.For(name, (await clip.UploadAsync(bed.Second, overwrite: true)).Value.ETag.ToString()));

        using var started = await bed.Service.Http.PostAsync($"api/voices?clip={name}", content: null);
        var voice = await bed.Service.FinishAsync(id);
        using var asUploaded = await bed.Service.Http.GetAsync($"api/voices/{id}/clip");

        Assert.NotNull(next);
        Assert.Equal(moment == Moment.AfterItWasRead ? bed.FirstUndisturbed : "clip_changed", await bed.EndAsync(id, voice));
        await Problem.AssertAsync(asUploaded, System.Net.HttpStatusCode.NotFound, "clip_not_found");
        if (!isDeleted)
        {
            await Eventually.SucceedsAsync(async () => Assert.NotNull(await bed.Service.FindAsync(next)));
            Assert.Equal(bed.SecondUndisturbed, await bed.EndAsync(next, await bed.Service.FinishAsync(next)));
        }
    }

    /// <summary>The new version counts, and the clip is not rejected for a missing recording.</summary>
    [Fact]
    public async Task ConsentClip_OverwrittenBeforeItIsRead_IsTakenAsItIsThen()
    {
        var name = $"{Guid.NewGuid():N}.wav";
        var consent = bed.Clips.GetBlobClient(name);
        await consent.UploadAsync(bed.Second);
        string? etag = null;
        ChangeOnceAt(
            Moment.BeforeItIsRead,
            name,
            id: "",
            async () => etag = VoiceId.Plain((await consent.UploadAsync(bed.Second, overwrite: true)).Value.ETag.ToString()));

        var profile = await bed.Service.PrepareAsync(bed.English, $"&consentClip={name}");

        Assert.NotNull(etag);
        Assert.Equal(etag, profile.Consent!.Clip!.Etag);
    }

    public void Dispose() => bed.Storage.Handle = (_, forward) => forward();

    private void ChangeOnceAt(Moment moment, string name, string id, Func<Task> changeAsync) =>
        bed.Storage.Handle = async (context, forward) =>
    {
        var path = context.Request.Path.Value!;
        var isRead = HttpMethods.IsGet(context.Request.Method) && path.EndsWith($"/clips/{name}", StringComparison.Ordinal);
        if (moment == Moment.BeforeItIsFound
            && HttpMethods.IsPut(context.Request.Method)
            && path.Contains("/index/", StringComparison.Ordinal)
            && path.EndsWith(id, StringComparison.Ordinal))
        {
            await ChangeAsync(); // the last write before the orchestration is started
        }
        else if (moment == Moment.BeforeItIsRead && isRead)
        {
            await ChangeAsync();
        }
        else if (moment == Moment.WhileItIsRead && isRead)
        {
            context.Response.Body = new CutOffBody(context, ChangeAsync);
        }

        await forward();
        if (moment == Moment.AfterItWasRead && isRead)
            await ChangeAsync();

        Task ChangeAsync()
        {
            bed.Storage.Handle = (_, forward) => forward();
            return changeAsync();
        }
    };
}
