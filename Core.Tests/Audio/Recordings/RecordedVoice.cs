using System.Diagnostics;
using VoicePrep.Audio;
using VoicePrep.Audio.Samples;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Tests.Speech;
using VoicePrep.Tests.Voice;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>Recordings of one synthetic voice with the faults known from public bug reports, and the outcome of each.</summary>
public sealed class RecordedVoice : IAsyncLifetime
{
    /// <summary>A filter that leaves a gap of 27 s in the timestamps.</summary>
    public const string Gap = "asetnsamples=960,asetpts=PTS+gte(T\\,5)*27/TB";

    private const string Digits =
        "one two three four five six seven eight nine zero. three one four one two. seven one eight nine eight seven six. "
            + "five four three two one. nine nine two two.";
    private const string OtherDigits =
        "nine eight seven six five four three two one zero. "
            + "two two four four six six eight. nine seven five three one. eight six four two zero.";

    private readonly WhisperEngine whisper = WhisperFixture.Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu });
    private readonly VoiceEmbedder embedder = Embedders.Create(ModelFiles.Demo);

    public AudioWorkbench Bench { get; } = new();

    /// <summary>The words of <see cref="Voice"/>, as transcripts have them.</summary>
    public static string Words { get; } = Digits.Replace(".", "", StringComparison.Ordinal);

    /// <summary>48 kHz mono.</summary>
    public string Voice { get; private set; } = "";

    /// <summary>Another person's voice, 48 kHz mono.</summary>
    public string Other { get; private set; } = "";

    public double Seconds { get; private set; }

    public async Task InitializeAsync()
    {
        Voice = await SpeakAsync("en-us", Digits, "en48.wav");
        Other = await SpeakAsync("en-us+f4", OtherDigits, "other48.wav");
        Seconds = WavFile.ReadMono(Voice).Samples.Length / 48_000.0;
    }

    public Task DisposeAsync()
    {
        whisper.Dispose();
        Bench.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The voice with ffmpeg's arguments applied.</summary>
    public Task<string> MakeAsync(string name, params string[] arguments) => Bench.MakeAsync(["-i", Voice, .. arguments, name]);

    /// <summary>Validates and, where it is accepted, converts; both outputs must be as long as the window.</summary>
    public async Task<(ValidClip Clip, float[] Reference)> AcceptAsync(string file)
    {
        var clip = await Bench.AcceptAsync(file);
        var (speech, reference) = Bench.Convert();
        Assert.Equal(clip.Window.Seconds, speech.Length / 16_000.0, 0.01);
        Assert.Equal(clip.Window.Seconds, reference.Length / 22_050.0, 0.01);
        Bench.AssertNothingLeft();
        return (clip, reference);
    }

    /// <summary>What the models make of the recording that was accepted last.</summary>
    public async Task<(string Text, float[] Embedding)> ListenAsync(ValidClip clip)
    {
        var (speech, reference) = Bench.Convert();
        var heard = await whisper.TranscribeAsync(speech, clip.Speech, "en", CancellationToken.None);
        return (heard.Transcript.Text, embedder.Embed(reference, clip.Speech, heard.Transcript.Segments, CancellationToken.None).Values);
    }

    /// <summary>The similarity of two signals at their best shift: 1 if only the level differs.</summary>
    public static double Correlation(float[] a, float[] b)
    {
        var best = 0.0;
        for (var shift = -1200; shift <= 1200; shift++)
        {
            double product = 0, powerA = 1e-20, powerB = 1e-20;
            for (var i = Math.Max(0, -shift); i < a.Length && i + shift < b.Length; i += 3)
            {
                product += a[i] * (double)b[i + shift];
                powerA += a[i] * (double)a[i];
                powerB += b[i + shift] * (double)b[i + shift];
            }

            best = Math.Max(best, product / Math.Sqrt(powerA * powerB));
        }

        return best;
    }

    private async Task<string> SpeakAsync(string voice, string text, string name)
    {
        var spoken = Bench.File("spoken.wav");
        using var espeak = Process.Start("espeak-ng", ["-v", voice, "-s", "130", "-w", spoken, text]);
        await espeak.WaitForExitAsync();
        return await Bench.MakeAsync("-i", spoken, "-ar", "48000", name);
    }
}
