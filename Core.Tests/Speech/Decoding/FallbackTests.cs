using VoicePrep.Benchmarks;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Engine;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Speech.Decoding;

/// <summary>Models that say a script, whatever they hear; every native call asks for its threads, so the calls can be counted.</summary>
[Collection(WhisperTests.Name)]
public sealed class FallbackTests
{
    private const int Begin = 50364;
    private const int End = 50257;
    private const int FiveSeconds = Begin + 250;
    private const int CallsOfOneDecoding = 3;

    [Fact]
    public void Transcribe_ScriptOfTheBench_IsDecodedOnce()
    {
        var (transcript, calls) = Transcribe(path => RandomModel.WriteTalking(path, "tiny", textTokens: 30));

        Assert.Equal(CallsOfOneDecoding, calls);
        Assert.True(transcript.Reliable, string.Join(' ', transcript.Reasons));
    }

    [Fact]
    public void Transcribe_Loop_IsDecodedAgainAndThenUnreliable()
    {
        var (transcript, calls) = Transcribe(path =>
            RandomModel.Write(path, "tiny", script: [Begin, .. Enumerable.Repeat(1000, 12), FiveSeconds, End]));

        Assert.Equal(CallsOfOneDecoding + 5, calls);
        Assert.Equal([GuardReasons.Repetition], transcript.Reasons);
        Assert.Equal([GuardReasons.Repetition], Assert.Single(transcript.Segments).Reasons);
    }

    private static (Transcript Transcript, int Calls) Transcribe(Action<string> write)
    {
        using var file = new TemporaryFile();
        write(file.Path);
        using var model = WhisperModel.Load(GgmlFile.Read(file.Path), ComputeDevice.Cpu);
        using var session = new WhisperSession(model);
        var calls = 0;
        var transcriber = new ClipTranscriber(model, session, AudioContext.Full, OneThread, OneThread);
        var clip = SpokenDigits.Say("one two three four five six", gapSeconds: 0.4).Samples;
        return (transcriber.Transcribe(clip, null, "en", CancellationToken.None), calls);

        int OneThread()
        {
            calls++;
            return 1;
        }
    }
}
