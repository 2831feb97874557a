using VoicePrep.Models;
using VoicePrep.Speech;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class AdaptiveContextTests
{
    /// <summary>The demo model was trained on 30 s alone: whatever a reduced context does to it, what is marked reliable is right.</summary>
    [Fact]
    public async Task TranscribeAsync_Adaptive_EncodesAgainInFullWhereTheGuardsAreNotClean()
    {
        using var engine = WhisperFixture.Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu, AudioContext = AudioContext.Adaptive });
        var clip = SpokenDigits.Say("one two three four five six");

        var adaptive = await engine.TranscribeAsync(clip.Samples, null, "auto", CancellationToken.None);
        var again = await engine.TranscribeAsync(clip.Samples, null, "auto", CancellationToken.None);

        Assert.InRange(adaptive.EncoderPasses, 1, 2);
        Assert.Equal(adaptive.Transcript.Text, again.Transcript.Text);
    }
}
