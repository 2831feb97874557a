using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
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

        var profile = await bed.Service.PrepareAsync(bed.English, $"&consentClip={name}");

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

    /// <summary>What is left of the upload is nobody's; what a voice has stays, also where its clip is gone.</summary>
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

        var id = await bed.Azurite.Blobs.StoreClipAsync(bed.English);
        await Eventually.SucceedsAsync(() =>
            Assert.Contains("The host starts again.", bed.Service.Log, StringComparison.Ordinal));
        await bed.Service.ReadyAsync();

        Assert.Equal(bed.FirstUndisturbed, await EndAsync(id, await bed.Service.FinishAsync(id)));
    }

    /// <summary>
    /// What the app asks of storage for a clip; the host's trigger, which asks for the clip too, sees it when the voice was started.
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

    /// <summary>As where the process is killed after the profile: nothing is computed twice, and nothing is left.</summary>
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

    /// <summary>As where another host did the work of an activity that was frozen: it finds its input gone.</summary>
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

    private const string ChangedClip = "clip_changed";

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
    public sealed class Bed : OwnService
    {
        /// <summary>A second: so often it is looked for what is over its age.</summary>
        private const string HistoryDays = "0.0000116";

        internal StorageProxy Storage { get; private set; } = null!;

        internal BlobContainerClient Clips => Azurite.Blobs.GetBlobContainerClient("clips");

        internal BlobContainerClient Work => Azurite.Blobs.GetBlobContainerClient("work");

        internal BlobContainerClient Voices => Azurite.Blobs.GetBlobContainerClient("voices");

        internal string Second => FileOf("second.wav");

        internal string FirstUndisturbed { get; private set; } = "";

        internal string SecondUndisturbed { get; private set; } = "";

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Storage.DisposeAsync();
        }

        private protected override async Task<ServiceProcess> StartAsync()
        {
            Storage = await StorageProxy.StartAsync(Azurite);
            return await ServiceProcess.StartAsync(Storage.ConnectionString, ("Storage__HistoryDays", HistoryDays));
        }

        private protected override async Task StartedAsync()
        {
            await Recording.SpeakAsync(Second, "en-us+f5", "nine eight seven six five four three two one zero nine eight".Split(' '));
            FirstUndisturbed = (await Outcomes.ReadAsync(Voices, (await Service.PrepareAsync(English)).Id))!;
            SecondUndisturbed = (await Outcomes.ReadAsync(Voices, (await Service.PrepareAsync(Second)).Id))!;
        }
    }
}
