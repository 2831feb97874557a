using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>Storage refuses a request, or is slow to answer one, at a chosen moment.</summary>
[Collection(DisturbedStorageCollection.Name)]
public sealed class DisturbedStorageTests(DisturbedStorage bed) : IDisposable
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Upload_OfWhichTheLastClipIsNotStored_LeavesNoRecordingOfConsent(int clips)
    {
        var recording = new ByteArrayContent(await File.ReadAllBytesAsync(bed.Second));
        using var form = new MultipartFormDataContent { { recording, "consentClip", "consent.wav" } };
        for (var i = 0; i < clips; i++)
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(bed.English)), "file", i == clips - 1 ? "refused.wav" : "a.wav");

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

    /// <summary>What the upload left behind belongs to no voice; what belongs to a voice stays, even if its clip is gone.</summary>
    [Fact]
    public async Task Upload_CutOffByAKill_LeavesNothingAfterADay()
    {
        using var before = await PostWithConsentAsync("a.wav");
        var id = before.EnsureSuccessStatusCode().Headers.Location!.ToString().Split('/')[^1];
        var kept = (await bed.Service.FinishAsync(id)).Profile!;
        await bed.Clips.DeleteBlobAsync(kept.Source.Name);
        bed.Storage.Handle = async (context, forward) =>
        {
            if (HttpMethods.IsPut(context.Request.Method)
                && context.Request.Path.Value!.EndsWith("/killed.wav", StringComparison.Ordinal))
            {
                bed.Storage.Handle = (_, forward) => forward();
                bed.Service.KillWorker();
                context.Abort();
                return;
            }

            await forward();
        };
        using var none = await PostWithConsentAsync("part.wav", "killed.wav");
        await bed.Service.ReadyAsync();
        var left = await ListUploadedAsync();
        bed.Storage.Handle = (context, forward) => IsQuestionForTheTime(context.Request) ? SetClockAsync(context, forward) : forward();

        Assert.False(none.IsSuccessStatusCode);
        Assert.Equal(4, left.Count); // the voice's, one of each file of the upload, and the file before the last
        await Eventually.SucceedsAsync(async () => Assert.Equal([kept.Consent!.Clip!.Name], await ListUploadedAsync()));

        async Task<IReadOnlyList<string>> ListUploadedAsync() =>
            [
                .. (await ListClipsAsync()).Where(name =>
                    name.Contains("/consent/", StringComparison.Ordinal) || name.EndsWith("/part.wav", StringComparison.Ordinal)),
            ];

        static bool IsQuestionForTheTime(HttpRequest request) =>
            request.Path.Value!.EndsWith("/voices", StringComparison.Ordinal)
                && request.Query["restype"] == "container"
                && !request.Query.ContainsKey("comp");

        static Task SetClockAsync(HttpContext context, Func<Task> forward)
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Date = DateTimeOffset.UtcNow.AddDays(2).ToString("R");
                return Task.CompletedTask;
            });
            return forward();
        }
    }

    /// <summary>As after an outage longer than the lock lasts: the trigger gives up, and nothing would start any more.</summary>
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

        var id = await bed.Azurite.Blobs.StoreClipAsync(bed.English);
        await Eventually.SucceedsAsync(() =>
            Assert.Contains("The host starts again.", bed.Service.Log, StringComparison.Ordinal));
        await bed.Service.ReadyAsync();

        Assert.Equal(bed.FirstUndisturbed, await bed.EndAsync(id, await bed.Service.FinishAsync(id)));
    }

    /// <summary>
    /// The app's requests to storage for a clip. The host's trigger, which requests the clip too, is held up until the voice is started.
    /// </summary>
    [Fact]
    public async Task Clip_FromUploadToMessage_TakesTheseRequests()
    {
        var (requests, posted) = (new ConcurrentQueue<(string Method, string Target)>(), new TaskCompletionSource());
        bed.Storage.Handle = async (context, forward) =>
        {
            var target = $"{context.Request.Path}{context.Request.QueryString}";
            if (target.Contains("/clips?", StringComparison.Ordinal))
                await posted.Task;

            await forward();
            requests.Enqueue((context.Request.Method, Uri.UnescapeDataString(target)));
        };

        var id = await bed.Service.PostAsync(bed.English);
        posted.SetResult();

        await Eventually.SucceedsAsync(() => Assert.Equal(
            [
                "DELETE work/asr.wav", "DELETE work/trimmed.wav",
                "GET clips/english.wav", "GET voices", "GET voices/reference.wav", "GET work/asr.wav", "GET work/trimmed.wav",
                "5 HEAD voices/erased", "2 HEAD voices/profile.json", "HEAD voices/rejection.json",
                "2 PUT clips/english.wav",
                "PUT voices/embedding.npy", "2 PUT voices/index", "PUT voices/profile.json", "PUT voices/reference.wav",
                "PUT voices/request.json", "PUT voices/transcript.srt", "PUT voices/transcript.txt", "PUT voices/transcript.vtt",
                "PUT voices/waveform.json",
                "PUT work/asr.wav", "PUT work/trimmed.wav",
            ],
            Summarise()));

        IEnumerable<string> Summarise() =>
            from request in requests
            let parts = request.Target.Split('?')[0].Split('/') // "", account, container, name
            where parts.ElementAtOrDefault(2) is "work" or "voices" || (parts[^1] == "english.wav" && request.Method != HttpMethods.Head)
            where parts[2] == "clips" || request.Target.Contains(id, StringComparison.Ordinal)
            let name = parts.Length == 3 ? "" : parts[^1].EndsWith(id, StringComparison.Ordinal) ? $"/{parts[3]}" : $"/{parts[^1]}"
            group request by $"{request.Method} {parts[2]}{name}" into same
            orderby same.Key
            select same.Count() == 1 ? same.Key : $"{same.Count()} {same.Key}";
    }

    /// <summary>As if the process were killed after the profile: nothing is computed twice, and nothing is left.</summary>
    [Fact]
    public async Task Activity_ThatFailsAfterTheProfile_RemovesItsWorkAlone()
    {
        var (profiles, refused, ended) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        bed.Storage.Handle = async (context, forward) =>
        {
            ended.Add(ListedVoice(context.Request));

            var voice = context.Request.Path.Value!.Split('/')[^2]; // a clip that another test stored may be under way too
            switch (context.Request.Method, context.Request.Path.Value.Split('/')[^1])
            {
                case ("DELETE", "asr.wav") when !refused.Contains(voice):
                    refused.Add(voice);
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return;
                case ("PUT", "profile.json"):
                    profiles.Add(voice);
                    break;
            }

            await forward();
        };

        var id = await bed.Service.PostAsync(bed.English);
        await Eventually.SucceedsAsync(() => Assert.Contains(id, ended));

        Assert.Contains(id, refused);
        Assert.Single(profiles, id);
        Assert.False(await bed.Work.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{id}/", default).AnyAsync());
    }

    /// <summary>As if another host had done the work of an activity that was frozen: it finds its input gone.</summary>
    [Fact]
    public async Task Activity_OfAVoiceThatIsSettledMeanwhile_EndsWithoutAFault()
    {
        var (settled, ended) = ("", new ConcurrentBag<string>());
        bed.Storage.Handle = async (context, forward) =>
        {
            ended.Add(ListedVoice(context.Request));

            if (HttpMethods.IsPut(context.Request.Method)
                && context.Request.Path.Value!.Split('/') is [.., var id, "asr.wav"]
                && Interlocked.Exchange(ref settled, id) != id)
            {
                var rejection = new StoredRejection(3, id, Source: null, new("clip_changed", "Changed.", "Upload it again."));
                await bed.Voices.GetBlobClient($"{id}/rejection.json")
                    .UploadAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(rejection, VoiceJson.Default.StoredRejection)));
                await bed.Work.DeleteBlobAsync($"{id}/trimmed.wav");
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            await forward();
        };

        var voice = await bed.Service.PostAsync(bed.English);
        await Eventually.SucceedsAsync(() => Assert.Contains(voice, ended));

        Assert.Equal(voice, settled);
        Assert.Equal(VoiceState.Rejected, (await bed.Service.FinishAsync(voice)).Status);
        Assert.DoesNotContain($"Voice {voice}: failed", bed.Service.Log, StringComparison.Ordinal);
    }

    public void Dispose() => bed.Storage.Handle = (_, forward) => forward();

    /// <summary>The voice whose files are listed, which its last activity does.</summary>
    private static string ListedVoice(HttpRequest request) => request.Query["prefix"].ToString().TrimEnd('/');

    private async Task<HttpResponseMessage> PostWithConsentAsync(params string[] names)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(await File.ReadAllBytesAsync(bed.Second)), "consentClip", "consent.wav" },
        };
        foreach (var name in names)
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(bed.English)), "file", name);

        return await bed.Service.Http.PostAsync("api/voices", form);
    }

    private async Task<IReadOnlyList<string>> ListClipsAsync() =>
        [.. (await bed.Clips.GetBlobsAsync().ToListAsync()).Select(blob => blob.Name)];
}
