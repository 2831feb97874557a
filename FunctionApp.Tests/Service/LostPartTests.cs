using System.Net;
using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>Files of the service that go, or become others, while it runs: what is in memory works on, the next process says what it lacks, and heals when it is back.</summary>
public sealed class LostPartTests(LostPartTests.Bed bed) : IClassFixture<LostPartTests.Bed>
{
    [Theory]
    [InlineData("ggml-demo.bin", null, "ggml-demo.bin is not there")]
    [InlineData("ggml-demo.bin", "no model", "is not a Whisper model")]
    [InlineData("voice.pth", null, "voice.pth is not there")]
    [InlineData("voice.pth", "no model", "is not a tone-colour encoder")]
    [InlineData("libwhisper.so", null, "libwhisper.so is missing")]
    [InlineData("libwhisper.so", "no library", "libwhisper cannot be loaded")]
    public async Task Part_LostAtRunTime_IsToldAndHealsWithoutARestartOfTheHost(string name, string? replacement, string reason)
    {
        var (service, part) = (bed.Service, bed.PathOf(name));
        var isModel = !name.EndsWith(".so", StringComparison.Ordinal);
        var told = service.Log.Length;
        File.Move(part, part + ".aside");
        if (replacement is not null)
        {
            await File.WriteAllTextAsync(part, replacement);
        }

        var meanwhile = await service.PrepareAsync(bed.Clip);
        var health = await HealthAsync();
        service.KillWorker();
        await Eventually.SucceedsAsync(async () =>
        {
            using var answer = await service.Http.GetAsync("api/health");
            await Problem.AssertAsync(answer, HttpStatusCode.ServiceUnavailable, "host_unavailable");
            Assert.Contains("cannot be started again", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.NotNull(answer.Headers.RetryAfter);
        });
        var waiting = await bed.StoreAsync();
        File.Move(part + ".aside", part, overwrite: true);
        await service.ReadyAsync();
        var afterwards = await Eventually.IsAsync(async () => await service.FindAsync(waiting) is { Profile: { } profile } ? profile : null, () => $"the voice that waited\n{service.Log}");

        Assert.Equal(bed.Undisturbed, Outcomes.Comparable(meanwhile));
        Assert.Equal("ready", health.Status);
        Assert.Equal(isModel, health.Notice?.Contains($"{part} {(replacement is null ? "is gone" : "was changed")}", StringComparison.Ordinal) ?? false);
        Assert.Equal(isModel, service.Log[told..].Contains($"{part} {(replacement is null ? "is gone" : "was changed")}", StringComparison.Ordinal));
        Assert.Contains(reason, service.Log[told..], StringComparison.Ordinal);
        Assert.Equal(bed.Undisturbed, Outcomes.Comparable(afterwards));
        Assert.Null((await HealthAsync()).Notice);
    }

    private async Task<HealthReport> HealthAsync() => JsonSerializer.Deserialize(await bed.Service.Http.GetStringAsync("api/health"), VoiceJson.Default.HealthReport)!;

    /// <summary>A service with copies of models and library that can be taken away.</summary>
    public sealed class Bed : IAsyncLifetime
    {
        private readonly TempFolder folder = new();
        private Azurite azurite = null!;

        internal ServiceProcess Service { get; private set; } = null!;

        internal string Clip => folder.File("clip.wav");

        internal string Undisturbed { get; private set; } = "";

        internal string PathOf(string name) => folder.File(name);

        /// <summary>Puts the clip in the container.</summary>
        /// <returns>The ID of its voice.</returns>
        internal async Task<string> StoreAsync()
        {
            var name = $"{Guid.NewGuid():N}.wav";
            return VoiceId.For(name, (await azurite.Blobs.GetBlobContainerClient("clips").GetBlobClient(name).UploadAsync(Clip)).Value.ETag.ToString());
        }

        public async Task InitializeAsync()
        {
            await Recording.SpeakAsync(Clip, "en-us", ServiceFixture.EnglishWords);
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.App, "models", "demo")).Concat(Directory.GetFiles(Path.Combine(Repository.App, "runtimes", "linux-x64"), "*.so")))
            {
                File.Copy(file, PathOf(Path.GetFileName(file)));
            }

            azurite = await Azurite.StartAsync();
            Service = await ServiceProcess.StartAsync(
                azurite.ConnectionString, ("Whisper__Model", PathOf("ggml-demo.bin")), ("Voice__Model", PathOf("voice.pth")), ("Whisper__LibraryFolder", folder.Path));
            Undisturbed = Outcomes.Comparable(await Service.PrepareAsync(Clip));
        }

        public async Task DisposeAsync()
        {
            Service?.Dispose();
            await azurite.DisposeAsync();
            folder.Dispose();
        }
    }
}
