using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>
/// Everything survives <c>kill -9</c> of the app's process, of the host and of both, in each of the three activities and among the
/// recordings of a voice of several.
/// </summary>
public abstract class CrashTests(CrashTests.Victim victim) : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private Azurite azurite = null!;
    private ServiceProcess service = null!;

    public enum Victim
    {
        Worker,
        Host,
        Both,
    }

    private string Clip => folder.File("clip.wav");

    public async Task InitializeAsync()
    {
        await Recording.SpeakAsync(
            Clip, "en-us", "one two three four five six seven eight nine zero one two three four five six".Split(' '), seconds: 28);
        azurite = await Azurite.StartAsync();
        service = await ServiceProcess.StartAsync(azurite.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        service.Dispose();
        await azurite.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Voices_KilledInAnActivity_CompleteWithTheProfileOfAnUndisturbedRunOrAreErasedWhole()
    {
        var undisturbed = await service.PrepareAsync(Clip);
        List<string> interrupted = [];
        foreach (var stage in (string[])[StageNames.ValidateAndTrim, StageNames.ConvertAudio, StageNames.TranscribeAndEmbed])
            interrupted.Add(await KillDuringAsync(stage, () => service.PostAsync(Clip)));

        // more than are prepared at once
        var recording = folder.File("recording.wav");
        await Recording.SpeakAsync(recording, "en-us", ServiceFixture.EnglishWords);
        var joined = await KillDuringAsync(
            StageNames.PrepareRecordings, () => service.PostTogetherAsync(Enumerable.Repeat(recording, 5)));
        var together = await service.FinishAsync(joined);
        Assert.True(together.Profile is not null, $"{together}\n{service.Log}");
        Assert.Equal(
            Enumerable.Repeat((1.0 / 5, (string?)null), 5),
            together.Profile.Recordings!.Select(recording => (recording.Part, recording.Rejection?.Code)));

        foreach (var id in interrupted)
        {
            var survivor = await service.FinishAsync(id);

            Assert.True(survivor.Profile is not null, $"{survivor}\n{service.Log}");
            Assert.Equal(Outcomes.Comparable(undisturbed), Outcomes.Comparable(survivor.Profile));
        }

        // The profile makes the voice complete; what is left of the work goes after it.
        await Eventually.SucceedsAsync(async () =>
            Assert.Empty(await azurite.Blobs.GetBlobContainerClient("work").GetBlobsAsync().ToListAsync()));

        await KillDuringErasureAsync(undisturbed.Id);
        await Eventually.SucceedsAsync(async () => Assert.Equal([$"erased/{undisturbed.Id}"], await ListBlobsAsync(undisturbed.Id)));
        Assert.False(await azurite.Blobs.GetBlobContainerClient("clips").GetBlobClient(undisturbed.Source.Name).ExistsAsync());
    }

    /// <summary>Kills the victim once the erasure of a voice has begun, and does not repeat the request.</summary>
    private async Task KillDuringErasureAsync(string id)
    {
        var asked = service.Http.DeleteAsync($"api/voices/{id}");
        await Eventually.SucceedsAsync(async () => Assert.Contains($"erased/{id}", await ListBlobsAsync(id)));
        await KillAsync();
        try
        {
            using var answer = await asked;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // Killed, before it answered.
        }
    }

    private async Task<IReadOnlyList<string>> ListBlobsAsync(string id) =>
        [
            .. (await azurite.Blobs.GetBlobContainerClient("voices").GetBlobsAsync().ToListAsync())
                .Select(blob => blob.Name)
                .Where(name => name.Contains(id, StringComparison.Ordinal)),
        ];

    /// <summary>Kills the victim while a voice is in a stage, and returns when the service is ready again.</summary>
    /// <remarks>A stage lasts a quarter of a second: if a slow machine looks too late, another upload is tried.</remarks>
    /// <returns>The voice's ID.</returns>
    private async Task<string> KillDuringAsync(string stage, Func<Task<string>> postAsync)
    {
        const int Uploads = 10;
        for (var i = 0; i < Uploads; i++)
        {
            var id = await postAsync();
            var seen = await Eventually.IsAsync(
                async () => await service.FindAsync(id) is { } voice && (voice.Stage == stage || voice.Profile is not null) ? voice : null,
                () => stage,
                TimeSpan.FromMilliseconds(50));
            if (seen.Profile is null)
            {
                await KillAsync();
                return id;
            }
        }

        throw new TimeoutException($"None of {Uploads} uploads was seen in {stage}.");
    }

    private async Task KillAsync()
    {
        var worker = service.Worker!.Value;
        if (victim == Victim.Worker)
            service.KillWorker();
        else if (victim == Victim.Host)
            service.KillHost();
        else
            service.KillBoth();
        await Eventually.SucceedsAsync(() =>
            Assert.False(Directory.Exists($"/proc/{worker}"), $"worker {worker} is left after {victim} was killed"));

        if (victim == Victim.Worker)
        {
            await service.ReadyAsync();
            return;
        }

        service.Dispose();
        service = await ServiceProcess.StartAsync(azurite.ConnectionString);
    }
}

/// <summary>Three classes, because these tests mostly wait and so can run in parallel.</summary>
public sealed class WorkerCrashTests() : CrashTests(Victim.Worker);

public sealed class HostCrashTests() : CrashTests(Victim.Host);

public sealed class HostAndWorkerCrashTests() : CrashTests(Victim.Both);
