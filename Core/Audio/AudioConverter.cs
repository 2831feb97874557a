using FFMpegCore;
using VoicePrep.Signal;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;

namespace VoicePrep.Audio;

/// <summary>Makes the two files that the models hear out of one decode of a trimmed clip.</summary>
public sealed class AudioConverter(FfmpegRunner ffmpeg, WorkFolders folders)
{
    /// <summary>Of each output: more than the longest window has.</summary>
    internal const int MaxBytes = 16 << 20;

    private const int HeaderLength = 44; // of a wave file without tags
    private const double LengthTolerance = 0.01; // s

    private const string Speech = "speech.wav";
    private const string Reference = "reference.wav";

    /// <summary>Converts a clip that <see cref="ClipValidator"/> trimmed; both outputs are mono 16-bit PCM wave files.</summary>
    /// <param name="seconds">How long both must be: as the window; null for as long as each other, up to <see cref="MaxBytes"/>.</param>
    /// <param name="speechFile">Where the 16 kHz file goes.</param>
    /// <param name="referenceFile">Where the 22.05 kHz file goes.</param>
    /// <exception cref="IOException">FFmpeg failed, or did not write both files whole.</exception>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    public async Task ConvertAsync(string trimmedFile, double? seconds, string speechFile, string referenceFile, CancellationToken cancellationToken)
    {
        using var folder = folders.Create();
        var clip = folder.File(InputGuard.ClipName);
        File.CreateSymbolicLink(clip, Path.GetFullPath(trimmedFile));
        var run = FFMpegArguments
            .FromFileInput(clip, true, input => input.WithCustomArgument(string.Join(' ', InputGuard.DecodeOptions(ffmpeg.Threads))))
            .OutputToMany(outputs => outputs
                .OutputToFile(folder.File(Speech), true, output => output.WithCustomArgument(MonoWave(SampleRates.Speech)))
                .OutputToFile(folder.File(Reference), true, output => output.WithCustomArgument(MonoWave(SampleRates.Reference))));
        await ffmpeg.RunAsync(folder, run, cancellationToken);
        var (speechSeconds, referenceSeconds) = (Seconds(folder.File(Speech), SampleRates.Speech), Seconds(folder.File(Reference), SampleRates.Reference));
        var isCut = seconds is null && new FileInfo(folder.File(Reference)).Length >= MaxBytes;
        if (!isCut && new[] { speechSeconds, referenceSeconds }.Any(written => Math.Abs(written - (seconds ?? referenceSeconds)) > LengthTolerance))
            throw new IOException($"Of a clip of {seconds ?? referenceSeconds:0.000} s, {speechSeconds:0.000} s and {referenceSeconds:0.000} s were written.");
        File.Move(folder.File(Speech), speechFile, overwrite: true);
        File.Move(folder.File(Reference), referenceFile, overwrite: true);
    }

    private static double Seconds(string file, int rate) => (double)(new FileInfo(file).Length - HeaderLength) / sizeof(short) / rate;

    private static string MonoWave(int rate) =>
        string.Join(' ', [.. InputGuard.OutputOptions(MaxBytes), "-af", $"asetpts=N/SR/TB,{Resampling.ToMono(rate)}", "-c:a", "pcm_s16le", "-f", "wav"]);
}
