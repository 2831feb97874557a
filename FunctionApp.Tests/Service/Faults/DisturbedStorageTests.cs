using Microsoft.AspNetCore.Http;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>What happens to blobs at the very moment at which the service reads or writes them.</summary>
public sealed class DisturbedStorageTests(DisturbedStorageTests.Bed bed) : IClassFixture<DisturbedStorageTests.Bed>, IDisposable
{
    public enum Moment
    {
        /// <summary>After it was asked for, and before an activity looks at it.</summary>
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
        var id = VoiceId.For(name, (await clip.UploadAsync(bed.First)).Value.ETag.ToString());
        string? next = null;
        ChangeOnceAt(moment, name, id, async () =>
            next = isDeleted
                ? (await clip.DeleteAsync()).ClientRequestId
                : VoiceId.For(name, (await clip.UploadAsync(bed.Second, overwrite: true)).Value.ETag.ToString()));

        using var started = await bed.Service.Http.PostAsync($"api/voices?clip={name}", content: null);
        var voice = await bed.Service.FinishAsync(id);
        using var asUploaded = await bed.Service.Http.GetAsync($"api/voices/{id}/clip");

        Assert.NotNull(next);
        Assert.Equal(moment == Moment.AfterItWasRead ? bed.FirstUndisturbed : ChangedClip, await EndAsync(id, voice));
        await Problem.AssertAsync(asUploaded, System.Net.HttpStatusCode.NotFound, "clip_not_found");
        if (!isDeleted)
        {
            await Eventually.SucceedsAsync(async () => Assert.NotNull(await bed.Service.FindAsync(next)));
            Assert.Equal(bed.SecondUndisturbed, await EndAsync(next, await bed.Service.FinishAsync(next)));
        }
    }

    /// <summary>The new version counts, and no rejection tells that there is no recording where there is one.</summary>
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

        var profile = await bed.Service.PrepareAsync(bed.First, $"&consentClip={name}");

        Assert.NotNull(etag);
        Assert.Equal(etag, profile.Consent!.Clip!.Etag);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Upload_OfWhichTheLastClipIsNotStored_LeavesNoRecordingOfConsent(int clips)
    {
        var recording = new ByteArrayContent(await File.ReadAllBytesAsync(bed.Second));
        using var form = new MultipartFormDataContent { { recording, "consentClip", "consent.wav" } };
        for (var i = 0; i < clips; i++)
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(bed.First)), "file", i == clips - 1 ? "refused.wav" : "a.wav");

        var refused = false;
        var before = await ListClipsAsync();
        bed.Storage.Handle = async (context, forward) =>
        {
            if (HttpMethods.IsPut(context.Request.Method)
                && context.Request.Path.Value!.EndsWith("/refused.wav", StringComparison.Ordinal))
            {
                refused = true;
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await forward();
        };
        using var answer = await bed.Service.Http.PostAsync("api/voices", form);

        Assert.True(refused);
        await Problem.AssertAsync(answer, System.Net.HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.Equal(before, await ListClipsAsync());
    }

    /// <summary>As after an outage that took longer than the lock lasts: the trigger gives up, and nothing would start any more.</summary>
    [Fact]
    public async Task Clip_OfWhichTheTriggersLockRanOut_IsPreparedByAHostThatStartsAgain()
    {
        var refused = 0;
        bed.Storage.Handle = async (context, forward) =>
        {
            if (context.Request.Path.Value!.Contains("/blobreceipts/", StringComparison.Ordinal)
                && context.Request.Headers["x-ms-lease-action"] == "release"
                && Interlocked.Exchange(ref refused, 1) == 0)
            {
                context.Response.StatusCode = StatusCodes.Status412PreconditionFailed;
                context.Response.Headers["x-ms-error-code"] = "LeaseLost";
                return;
            }

            await forward();
        };

        var id = await bed.Blobs.StoreClipAsync(bed.First);
        await Eventually.SucceedsAsync(() =>
            Assert.Contains("The host starts again.", bed.Service.Log, StringComparison.Ordinal));
        await bed.Service.ReadyAsync();

        Assert.Equal(bed.FirstUndisturbed, await EndAsync(id, await bed.Service.FinishAsync(id)));
    }

    public void Dispose() => bed.Storage.Handle = (_, forward) => forward();

    private const string ChangedClip = "clip_changed";

    private async Task<IReadOnlyList<string>> ListClipsAsync() =>
        [.. (await bed.Clips.GetBlobsAsync().ToListAsync()).Select(blob => blob.Name)];

    private async Task<string?> EndAsync(string id, VoiceStatus voice) =>
        voice.Rejection?.Code ?? await Outcomes.ReadAsync(bed.Voices, id) ?? $"{voice}\n{bed.Service.Log}";

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
            context.Response.Body = new CutOff(context, ChangeAsync);
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

    /// <summary>
    /// Passes half of the first block on, lets the clip be changed, and closes the connection: whoever reads asks for the rest.
    /// </summary>
    private sealed class CutOff(HttpContext context, Func<Task> thenAsync) : Stream
    {
        private readonly Stream body = context.Response.Body;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await body.WriteAsync(buffer[..(buffer.Length / 2)], cancellationToken);
            await body.FlushAsync(cancellationToken);
            await thenAsync();
            context.Abort();
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A service whose blobs are behind a proxy, and what comes of two recordings where nothing is changed.</summary>
    public sealed class Bed : IAsyncLifetime
    {
        private readonly TempFolder folder = new();
        private Azurite azurite = null!;

        internal StorageProxy Storage { get; private set; } = null!;

        internal ServiceProcess Service { get; private set; } = null!;

        internal Azure.Storage.Blobs.BlobServiceClient Blobs => azurite.Blobs;

        internal Azure.Storage.Blobs.BlobContainerClient Clips => Blobs.GetBlobContainerClient("clips");

        internal Azure.Storage.Blobs.BlobContainerClient Voices => Blobs.GetBlobContainerClient("voices");

        internal string First => folder.File("first.wav");

        internal string Second => folder.File("second.wav");

        internal string FirstUndisturbed { get; private set; } = "";

        internal string SecondUndisturbed { get; private set; } = "";

        public async Task InitializeAsync()
        {
            await Recording.SpeakAsync(First, "en-us", ServiceFixture.EnglishWords);
            await Recording.SpeakAsync(Second, "en-us+f5", "nine eight seven six five four three two one zero nine eight".Split(' '));
            azurite = await Azurite.StartAsync();
            Storage = await StorageProxy.StartAsync(azurite);
            Service = await ServiceProcess.StartAsync(Storage.ConnectionString);
            FirstUndisturbed = (await Outcomes.ReadAsync(Voices, (await Service.PrepareAsync(First)).Id))!;
            SecondUndisturbed = (await Outcomes.ReadAsync(Voices, (await Service.PrepareAsync(Second)).Id))!;
        }

        public async Task DisposeAsync()
        {
            Service?.Dispose();
            await Storage.DisposeAsync();
            await azurite.DisposeAsync();
            folder.Dispose();
        }
    }
}
