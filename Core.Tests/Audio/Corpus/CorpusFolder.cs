using System.Diagnostics;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>Where the cases of the corpus are made, and the run of one of them. The speech in it is made once.</summary>
public sealed class CorpusFolder : IAsyncLifetime
{
    public const double SpeechSeconds = 12;

    // A hang, not slowness: other tests run beside these. bench/ holds the times of a quiet machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private int count;

    public AudioWorkbench Bench { get; } = new();

    /// <summary>12 s of a synthetic voice, 22.05 kHz mono 16 bit.</summary>
    public string Speech { get; private set; } = "";

    public async Task InitializeAsync() => Speech = await Bench.SpeakAsync(SpeechSeconds, "corpus.wav");

    public Task DisposeAsync()
    {
        Bench.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A new name in the folder.</summary>
    public string NewFile(string extension = "") => Bench.File($"case{Interlocked.Increment(ref count)}{extension}");

    /// <summary>The speech with ffmpeg's arguments applied, in a file with that extension.</summary>
    public Task<string> EncodeAsync(string extension, params string[] arguments) =>
        Bench.MakeAsync(["-i", Speech, .. arguments, Path.GetFileName(NewFile(extension))]);

    /// <summary>A file of ffmpeg's arguments alone.</summary>
    public Task<string> MakeAsync(string extension, params string[] arguments) =>
        Bench.MakeAsync([.. arguments, Path.GetFileName(NewFile(extension))]);

    public async Task<string> WriteAsync(byte[] content, string extension = "")
    {
        var file = NewFile(extension);
        await File.WriteAllBytesAsync(file, content);
        return file;
    }

    /// <summary>Validates a case and, where it is accepted, converts it; nothing may be left of either, and both are quick.</summary>
    public async Task RunAsync(CorpusCase @case)
    {
        var file = await @case.MakeAsync(this);
        ValidClip? clip;
        using (var work = Bench.CreateFolder())
        {
            work.Link(file);
            var clock = Stopwatch.StartNew();
            var validation = await Bench.Validator.ValidateAndTrimAsync(work, CancellationToken.None);
            clip = (validation as Validation.Accepted)?.Clip;
            if (clip is not null)
                Convert(work, clip.Window.Seconds);

            Assert.Equal(@case.Expected, (validation as Validation.Rejected)?.Rejection.Code ?? CorpusCase.Accepted);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, Limit);
            Assert.Equal(clip is not null, File.Exists(work.Trimmed));
        }

        Bench.AssertNothingLeft();
        if (clip is not null)
            @case.Also?.Invoke(clip);
        File.Delete(file);
    }

    private static void Convert(WorkFolder work, double seconds)
    {
        AudioConverter.ConvertTrimmed(work.Trimmed, seconds, work.File("16"), work.File("22"));
        Assert.Equal(seconds, WavFile.ReadMono(work.File("16")).Samples.Length / 16_000.0, 0.01);
        Assert.Equal(seconds, WavFile.ReadMono(work.File("22")).Samples.Length / 22_050.0, 0.01);
    }
}
