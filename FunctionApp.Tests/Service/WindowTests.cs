using System.Globalization;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>A long clip through a service that is set to use its beginning.</summary>
public sealed class WindowTests
{
    [Fact]
    public async Task PrepareVoice_FirstWindowOfALongClip_HoldsNoWordAfterTheCut()
    {
        using var folder = new TempFolder();
        var (words, clip) = (folder.File("words.wav"), folder.File("long.wav"));
        string[] before = ["zero", "one", "two", "three", "four", "five"], after = ["six", "seven", "eight", "nine"];
        var random = new Random(1); // in turn they would be a loop, which the guards do not trust
        string[] said = [.. random.GetItems(before, 12), .. random.GetItems(after, 12)];
        var spoken = await Recording.SpeakAsync(words, "en-us", said);
        var silence = 30.2 - spoken[12].StartSeconds;
        await Recording.ConvertAsync(words, clip, "-af", string.Create(CultureInfo.InvariantCulture, $"adelay={1000 * silence:0}"));
        await using var azurite = await Azurite.StartAsync();
        using var service = await ServiceProcess.StartAsync(azurite.ConnectionString, ("Clip__Window", "first"));

        var profile = await service.PrepareAsync(clip);

        Assert.True(profile.Clip.Trimmed);
        Assert.Equal((0, 30), (profile.Clip.Window.StartSeconds, profile.Clip.Window.Seconds));
        Assert.InRange(profile.Clip.Seconds, 35, 60);
        Assert.All(profile.Transcript.Segments, segment => Assert.InRange(segment.EndSeconds, 0, 30.1));
        var heard = profile.Transcript.Text.Split(' ');
        Assert.InRange(heard.Length, 10, 14);
        Assert.DoesNotContain(heard, after.Contains);
    }
}
