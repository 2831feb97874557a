using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>What survives <c>kill -9</c> of the app's process, of the host and of both, in each of the three activities: everything.</summary>
public abstract class CrashTests(CrashTests.Victim victim)
{
    private static readonly TimeSpan StageLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    public enum Victim
    {
        Worker,
        Host,
        Both,
    }

    [Fact]
    public async Task PrepareVoice_KilledInAnActivity_CompletesWithTheProfileOfAnUndisturbedRun()
    {
        using var folder = new TempFolder();
        var clip = folder.File("clip.wav");
        await Recording.SpeakAsync(clip, "en-us", "one two three four five six seven eight nine zero one two three four five six".Split(' '), seconds: 28);

        // Most of the time they wait for storage's visibility time-outs.
        await Task.WhenAll(new[] { Stages.ValidateAndTrim, Stages.ConvertAudio, Stages.TranscribeAndEmbed }.Select(stage => CrashAsync(victim, stage, clip)));
    }

    private static async Task CrashAsync(Victim victim, string stage, string clip)
    {
        await using var azurite = await Azurite.StartAsync();
        using var first = await ServiceProcess.StartAsync(azurite.ConnectionString);
        var worker = first.Worker!.Value;
        var id = await KillDuringAsync(first, victim, stage, azurite, clip);
        await Eventually.SucceedsAsync(() => Task.Run(() => Assert.False(Directory.Exists($"/proc/{worker}"), $"worker {worker} is left after {victim} was killed")), EndLimit);

        using var second = victim == Victim.Worker ? null : await ServiceProcess.StartAsync(azurite.ConnectionString);
        var service = second ?? first;
        var survivor = await service.FinishAsync(id);
        var undisturbed = await service.PrepareAsync(clip);

        Assert.True(survivor.Profile is not null, $"{stage}: {survivor}\n{service.Log}");
        Assert.Equal(Comparable(undisturbed), Comparable(survivor.Profile));
        // The profile makes the voice complete; what is left of the work goes after it.
        await Eventually.SucceedsAsync(async () => Assert.Empty(await azurite.Blobs.GetBlobContainerClient("work").GetBlobsAsync().ToListAsync()), EndLimit);
    }

    /// <summary>A stage lasts for a quarter of a second: where a slow machine comes too late to look, another upload is tried.</summary>
    private static async Task<string> KillDuringAsync(ServiceProcess service, Victim victim, string stage, Azurite azurite, string clip)
    {
        const int Uploads = 10;
        for (var i = 0; i < Uploads; i++)
        {
            var id = await service.PostAsync(clip);
            var seen = await Eventually.IsAsync(
                async () => await service.FindAsync(id) is { } voice && (voice.Stage == stage || voice.Profile is not null) ? voice : null, StageLimit, stage);
            if (seen.Profile is not null)
                continue;

            if (victim == Victim.Worker)
                service.KillWorker();
            else if (victim == Victim.Host)
                service.KillHost();
            else
                service.KillBoth();
            return id;
        }

        throw new TimeoutException($"None of {Uploads} uploads was seen in {stage}.");
    }

    /// <summary>A profile without what another upload of the same bytes, or another time, changes.</summary>
    private static string Comparable(VoiceProfile profile)
    {
        var json = JsonSerializer.SerializeToNode(profile, VoiceJson.Default.VoiceProfile)!.AsObject();
        json.Remove("id");
        json.Remove("stages");
        json["source"]!.AsObject().Remove("name");
        json["source"]!.AsObject().Remove("etag");
        json["engine"]!.AsObject().Remove("warm");
        return json.ToJsonString();
    }
}

/// <summary>Three classes, because these tests wait for the most part and run beside each other.</summary>
public sealed class WorkerCrashTests() : CrashTests(Victim.Worker);

public sealed class HostCrashTests() : CrashTests(Victim.Host);

public sealed class HostAndWorkerCrashTests() : CrashTests(Victim.Both);
