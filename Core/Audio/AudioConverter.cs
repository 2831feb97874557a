using FFMpegCore;

namespace VoicePrep.Audio;

/// <summary>Makes the two files that the models hear out of one decode of a trimmed clip.</summary>
public sealed class AudioConverter(Ffmpeg ffmpeg, WorkFolders folders)
{
    /// <summary>The rate that Whisper hears. Hz.</summary>
    public const int SpeechRate = 16_000;

    /// <summary>The rate that the tone-colour encoder hears. Hz.</summary>
    public const int ReferenceRate = 22_050;

    /// <summary>Of each output: more than the longest window has.</summary>
    internal const int MaxBytes = 16 << 20;

    private const double LengthTolerance = 0.01; // s

    private const string Speech = "speech.wav";
    private const string Reference = "reference.wav";

    /// <summary>Converts a clip that <see cref="ClipValidator"/> trimmed; both outputs are mono 16-bit PCM wave files.</summary>
    /// <param name="speechFile">Where the 16 kHz file goes.</param>
    /// <param name="referenceFile">Where the 22.05 kHz file goes.</param>
    /// <exception cref="IOException">The two files are not equally long: one was not written whole.</exception>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    public async Task ConvertAsync(string trimmedFile, string speechFile, string referenceFile, CancellationToken cancellationToken)
    {
        using var folder = folders.Create();
        var clip = folder.File(InputGuard.ClipName);
        File.CreateSymbolicLink(clip, Path.GetFullPath(trimmedFile));
        var run = FFMpegArguments
            .FromFileInput(clip, true, input => input.WithCustomArgument(string.Join(' ', InputGuard.DecodeOptions(ffmpeg.Threads))))
            .OutputToMany(outputs => outputs
                .OutputToFile(folder.File(Speech), true, output => output.WithCustomArgument(MonoWave(SpeechRate)))
                .OutputToFile(folder.File(Reference), true, output => output.WithCustomArgument(MonoWave(ReferenceRate))));
        await ffmpeg.RunAsync(folder, run, cancellationToken);
        var (speechSeconds, referenceSeconds) = (Seconds(folder.File(Speech), SpeechRate), Seconds(folder.File(Reference), ReferenceRate));
        if (Math.Abs(speechSeconds - referenceSeconds) > LengthTolerance && new FileInfo(folder.File(Reference)).Length < MaxBytes)
            throw new IOException($"Of one clip {speechSeconds:0.000} s and {referenceSeconds:0.000} s were written.");
        File.Move(folder.File(Speech), speechFile, overwrite: true);
        File.Move(folder.File(Reference), referenceFile, overwrite: true);
    }

    private static double Seconds(string file, int rate) => (double)new FileInfo(file).Length / sizeof(short) / rate;

    private static string MonoWave(int rate) =>
        string.Join(' ', [.. InputGuard.OutputOptions(MaxBytes), "-af", $"asetpts=N/SR/TB,{Resampling.ToMono(rate)}", "-c:a", "pcm_s16le", "-f", "wav"]);
}
