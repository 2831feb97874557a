using System.Net;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Contracts.Reports;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;
using VoicePrep.Tests.Trust;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>
/// Parts of the service that disappear or change while it runs: what is in memory keeps working, and the next process says what it lacks
/// and recovers when that is back.
/// </summary>
public sealed class LostPartTests(LostPartTests.Bed bed) : IClassFixture<LostPartTests.Bed>
{
    [Theory]
    [InlineData("ggml-demo.bin", null, "ggml-demo.bin is not there")]
    [InlineData("ggml-demo.bin", "no model", "is not a Whisper model")]
    [InlineData("voice.pth", null, "voice.pth is not there")]
    [InlineData("voice.pth", "no model", "is not a tone-colour encoder")]
    [InlineData("silero_vad_v6.onnx", null, "silero_vad_v6.onnx")]
    [InlineData("libwhisper.so", null, "libwhisper.so is missing")]
    [InlineData("libwhisper.so", "no library", "libwhisper cannot be loaded")]
    [InlineData("libonnxruntime.so", null, "libonnxruntime.so")]
    public async Task File_LostAtRunTime_IsToldAndHealsWithoutARestartOfTheHost(string name, string? replacement, string reason)
    {
        var (service, file, told) = (bed.Service, bed.App.Find(name), bed.Service.Log.Length);
        var aside = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");
        File.Move(file, aside);
        if (replacement is not null)
            await File.WriteAllTextAsync(file, replacement);

        var meanwhile = await service.PrepareAsync(bed.English);
        var health = await HealthAsync();
        service.KillWorker();
        await AssertDownAsync();
        var waiting = await bed.StoreAsync();
        File.Move(aside, file, overwrite: true);
        await service.ReadyAsync();
        var afterwards = await CompletedAsync(waiting);

        var notice = name is "ggml-demo.bin" or "voice.pth"
            ? $"{file} {(replacement is null ? "is gone" : "was changed")} since it was loaded"
            : null;
        Assert.Equal(("ready", bed.Undisturbed), (health.Status, Outcomes.Comparable(meanwhile)));
        Assert.True(notice is null ? health.Notice is null : health.Notice?.Contains(notice, StringComparison.Ordinal), health.Notice);
        Assert.Contains(notice ?? reason, service.Log[told..], StringComparison.Ordinal);
        Assert.Contains(reason, service.Log[told..], StringComparison.Ordinal);
        Assert.Equal(bed.Undisturbed, Outcomes.Comparable(afterwards));
        Assert.Null((await HealthAsync()).Notice);
    }

    /// <summary>
    /// As on a machine whose GPU falls off the bus: ggml's CUDA code aborts the process at the first call that fails, and the next process
    /// finds no GPU. Here the abort comes from outside, and the next process is told to use a GPU that does not exist.
    /// </summary>
    [Fact]
    public async Task Gpu_LostAmidAClip_IsToldAndHealsWithoutARestartOfTheHost()
    {
        var (service, told) = (bed.Service, bed.Service.Log.Length);
        bed.App.Set("Whisper__Device", "cuda");
        var id = await service.PostAsync(bed.English);
        await Eventually.IsAsync(
            async () =>
                await service.FindAsync(id) is { Stage: StageNames.ConvertAudio or StageNames.TranscribeAndEmbed } or { Profile: not null }
                    ? id
                    : null,
            () => "a clip in the model",
            TimeSpan.FromMilliseconds(20));
        var worker = service.Worker;
        await Eventually.IsAsync(
            async () =>
            {
                if (service.Worker != worker)
                    return id;
                await service.SignalWorkerAsync("ABRT"); // of the first .NET takes notice and lives on
                return null;
            },
            () => "the end of the worker",
            TimeSpan.FromSeconds(0.5));
        await AssertDownAsync();
        bed.App.Set("Whisper__Device", "auto");
        await service.ReadyAsync();
        var voice = await CompletedAsync(id);

        Assert.Contains("exited with code 134", service.Log[told..], StringComparison.Ordinal);
        Assert.Contains("Whisper__Device is cuda, and", service.Log[told..], StringComparison.Ordinal);
        Assert.Equal(bed.Undisturbed, Outcomes.Comparable(voice));
    }

    /// <summary>
    /// A start tries whether ffmpeg works; if ffmpeg is killed, that says nothing about the program. It lives for a twentieth of a second;
    /// if none was caught, another start is tried.
    /// </summary>
    [Fact]
    public async Task Ffmpeg_KilledAtAStart_IsTriedAgain()
    {
        const int Starts = 10;
        var told = bed.Service.Log.Length;
        var killed = 0;
        for (var i = 0; i < Starts && killed == 0; i++)
        {
            bed.Service.KillWorker();
            using var stop = new CancellationTokenSource();
            var killing = Task.Run(() =>
            {
                while (!stop.IsCancellationRequested && killed < 2)
                    killed += KillFfmpegOf(bed.Service.Worker);
            });
            await bed.Service.ReadyAsync();
            await stop.CancelAsync();
            await killing;
        }

        Assert.NotEqual(0, killed);
        Assert.DoesNotContain("could not be restarted", bed.Service.Log[told..], StringComparison.Ordinal);
    }

    private static int KillFfmpegOf(int? worker) =>
        worker is null ? 0 : TestProcess.ChildrenOf(worker.Value).Count(child => Processes.End(child, "ffmpeg", "ffprobe"));

    private async Task<HealthReport> HealthAsync() =>
        JsonSerializer.Deserialize(await bed.Service.Http.GetStringAsync("api/health"), VoiceJson.Default.HealthReport)!;

    /// <summary>Waits until health says that the app does not come up again.</summary>
    private Task AssertDownAsync() => Eventually.SucceedsAsync(async () =>
    {
        using var answer = await bed.Service.Http.GetAsync("api/health");
        Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, bed.Service.Log);
        await Problem.AssertAsync(answer, HttpStatusCode.ServiceUnavailable, "host_unavailable");
        Assert.Contains("cannot be started again", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);
    });

    private Task<VoiceProfile> CompletedAsync(string id) =>
        Eventually.IsAsync(async () => (await bed.Service.FindAsync(id))?.Profile, () => $"the profile of {id}\n{bed.Service.Log}");

    /// <summary>A service with a copy of the app.</summary>
    public sealed class Bed : OwnService
    {
        internal AppCopy App { get; private set; } = null!;

        internal string Undisturbed { get; private set; } = "";

        /// <summary>Puts the clip in the container.</summary>
        /// <returns>The ID of its voice.</returns>
        internal Task<string> StoreAsync() => Azurite.Blobs.StoreClipAsync(English);

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            App.Dispose();
        }

        private protected override async Task<ServiceProcess> StartAsync()
        {
            App = await AppCopy.CreateAsync();
            return await ServiceProcess.StartAsync(Azurite.ConnectionString, App);
        }

        private protected override async Task StartedAsync() => Undisturbed = Outcomes.Comparable(await Service.PrepareAsync(English));
    }
}
