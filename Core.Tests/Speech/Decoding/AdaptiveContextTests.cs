using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Engine;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Tests.Speech.Decoding;

/// <summary>
/// The demo model hears digits as well with a reduced context, so what is not clean is made so: one word eight times over looks like a
/// loop.
/// </summary>
[Collection(WhisperTests.Name)]
public sealed class AdaptiveContextTests : IDisposable
{
    private const int Threads = 1;
    private static readonly SpokenDigits Clear = SpokenDigits.Say("one two three four five six");
    private static readonly SpokenDigits Long = SpokenDigits.Say(
        "nine eight seven six five four three two one zero nine seven five three", gapSeconds: 0.6);
    private static readonly SpokenDigits Unclear = SpokenDigits.Say("four four four four four four four four");

    private readonly WhisperModel model = WhisperModel.Load(GgmlFile.Read(WhisperFixture.DemoFile), ComputeDevice.Cpu);

    [Fact]
    public void Transcribe_AdaptiveAndGuardsAreClean_EncodesOnceWithReducedContext()
    {
        using var session = new WhisperSession(model);

        var (transcript, passes) = Transcribe(session, Clear, AudioContext.Adaptive);

        Assert.Equal((1, 512), (passes, session.AudioContext));
        Assert.Equal(Clear.Text, transcript.Text);
        Assert.True(transcript.Reliable);
    }

    [Fact]
    public void Transcribe_AdaptiveAndGuardsAreNotClean_EncodesAgainInFullAndTakesThat()
    {
        using var session = new WhisperSession(model);
        using var fullSession = new WhisperSession(model);

        var (transcript, passes) = Transcribe(session, Unclear, AudioContext.Adaptive);

        Assert.Equal((2, model.AudioContext), (passes, session.AudioContext));
        AssertSame(Transcribe(fullSession, Unclear, AudioContext.Full).Transcript, transcript);
    }

    [Fact]
    public void Transcribe_FullAndGuardsAreNotClean_EncodesOnce()
    {
        using var session = new WhisperSession(model);

        Assert.All([Clear, Long, Unclear], clip => Assert.Equal(1, Transcribe(session, clip, AudioContext.Full).Passes));
    }

    [Theory]
    [InlineData(AudioContext.Adaptive)]
    [InlineData(AudioContext.Full)]
    public void Transcribe_AfterClipsOfOtherLengths_HearsNothingOfThem(AudioContext audioContext)
    {
        using var used = new WhisperSession(model);
        using var fresh = new WhisperSession(model);
        used.WarmUp(audioContext, Threads, isGpu: false);
        Transcribe(used, Unclear, AudioContext.Full);
        Transcribe(used, Long, AudioContext.Adaptive);
        Transcribe(used, Clear, AudioContext.Adaptive);
        Transcribe(used, Long, AudioContext.Adaptive);

        AssertSame(Transcribe(fresh, Clear, audioContext).Transcript, Transcribe(used, Clear, audioContext).Transcript);
    }

    /// <summary>To the last digit: of the sessions of a process only the first is warmed up, and a clip may get any.</summary>
    [Theory]
    [InlineData(AudioContext.Adaptive)]
    [InlineData(AudioContext.Full)]
    public void Detect_InASessionThatWasWarmedUp_IsAsInAnother(AudioContext audioContext)
    {
        using var warm = new WhisperSession(model);
        using var fresh = new WhisperSession(model);
        warm.WarmUp(audioContext, Threads, isGpu: false);

        Assert.All(
            [model.AudioContext, WhisperSession.PositionMultiple],
            context => Assert.Equal(Detect(fresh, context), Detect(warm, context)));
    }

    public void Dispose() => model.Dispose();

    private static float[] Detect(WhisperSession session, int audioContext)
    {
        session.Encode(Clear.Samples, audioContext, Threads, CancellationToken.None);
        return session.Detect(Threads).Languages;
    }

    private (Transcript Transcript, int Passes) Transcribe(WhisperSession session, SpokenDigits clip, AudioContext audioContext)
    {
        var transcriber = new ClipTranscriber(model, session, audioContext, () => Threads, () => Threads);
        return (transcriber.Transcribe(clip.Samples, null, "auto", CancellationToken.None), transcriber.EncoderPasses);
    }

    private static void AssertSame(Transcript expected, Transcript actual)
    {
        Assert.Equal(expected.Text, actual.Text);
        Assert.Equal(expected.LanguageProbability, actual.LanguageProbability);
        Assert.Equal(expected.Segments.Select(segment => segment.Probability), actual.Segments.Select(segment => segment.Probability));
    }
}
