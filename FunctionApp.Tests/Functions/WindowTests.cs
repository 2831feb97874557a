using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Functions;

/// <summary>A long clip through a service that is set to use its beginning.</summary>
public sealed class WindowTests
{
    [Fact]
    public async Task PrepareVoice_FirstWindowOfALongClip_HoldsNoWordAfterTheCut()
    {
        using var folder = new TempFolder();
        var clip = folder.File("long.wav");
        string[] before = ["one", "two", "three", "four"], after = ["six", "seven", "eight", "nine"];
        var said = Enumerable.Range(0, 60).Select(index => index < 39 ? before[index % 4] : after[index % 4]).ToList();
        var spoken = await Recording.SpeakAsync(clip, "en-us", said, seconds: 45);
        Assert.InRange(spoken[39].StartSeconds, 30, 33);
        await using var azurite = await Azurite.StartAsync();
        using var service = await ServiceProcess.StartAsync(azurite.ConnectionString, folder.File("host"), ("Clip__Window", "first"));

        var profile = await service.PrepareAsync(clip);

        Assert.True(profile.Clip.Trimmed);
        Assert.Equal((0, 30), (profile.Clip.Window.StartSeconds, profile.Clip.Window.Seconds));
        Assert.InRange(profile.Clip.Seconds, 45, 60);
        Assert.All(profile.Transcript.Segments, segment => Assert.InRange(segment.EndSeconds, 0, 30.1));
        var heard = profile.Transcript.Text.Split(' ');
        Assert.InRange(heard.Length, 20, 40);
        Assert.DoesNotContain(heard, after.Contains);
    }
}
