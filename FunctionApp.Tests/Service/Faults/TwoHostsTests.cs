using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>Two hosts on one storage.</summary>
public sealed class TwoHostsTests
{
    /// <summary>Like a virtual machine that is paused, or cut off from storage, and comes back.</summary>
    [Fact]
    public async Task Host_FrozenUntilAnotherTookItsStorage_EndsAndNothingIsLostOrTwice()
    {
        using var folder = new TempFolder();
        var clip = folder.File("clip.wav");
        await Recording.SpeakAsync(clip, "en-us", ServiceFixture.EnglishWords);
        await using var azurite = await Azurite.StartAsync();
        using var first = await ServiceProcess.StartAsync(azurite.ConnectionString);
        var undisturbed = Outcomes.Comparable(await first.PrepareAsync(clip));
        List<string> ids = [await first.PostAsync(clip), await first.PostAsync(clip)];
        await first.SignalHostAsync("STOP");
        await first.SignalWorkerAsync("STOP");

        using var second = await ServiceProcess.StartAsync(azurite.ConnectionString);
        ids.Add(await second.PostAsync(clip));
        foreach (var id in ids)
            await second.FinishAsync(id);

        await first.SignalWorkerAsync("CONT");
        await first.SignalHostAsync("CONT");
        var exitCode = await first.WaitForExitAsync();
        var instances = await second.ListInputsAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("Another host took this storage over", first.Log, StringComparison.Ordinal);
        foreach (var id in ids)
        {
            var voice = await second.FinishAsync(id);
            Assert.True(voice.Profile is not null, $"{voice}\n{second.Log}");
            Assert.Equal(undisturbed, Outcomes.Comparable(voice.Profile));
            Assert.Single(instances, input => input.Contains(id, StringComparison.Ordinal));
        }
    }
}
