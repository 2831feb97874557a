using FFMpegCore;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>Makes the two input files for the models: mono 16-bit PCM wave files.</summary>
public sealed class AudioConverter(FfmpegRunner ffmpeg)
{
    /// <summary>Limit of each output, above the size of the longest window. Bytes.</summary>
    internal const int MaxBytes = 16 << 20;

    private const int HeaderLength = 44; // of a wave file without tags
    private const double LengthTolerance = 0.01; // s

    /// <summary>Converts a clip that <see cref="ClipValidator"/> trimmed, in this process, because it is plain samples.</summary>
    /// <param name="seconds">The length that it must have: that of the window.</param>
    /// <param name="speechFile">Where the 16 kHz file goes.</param>
    /// <param name="referenceFile">Where the 22.05 kHz file goes.</param>
    /// <exception cref="IOException">The clip is incomplete, or the files cannot be written.</exception>
    public static void ConvertTrimmed(string trimmedFile, double seconds, string speechFile, string referenceFile)
    {
        var (samples, rate) = ReadTrimmed(trimmedFile);
        if (Math.Abs((double)samples.Length / rate - seconds) > LengthTolerance)
            throw new IOException($"The clip should last {seconds:0.000} s, but only {(double)samples.Length / rate:0.000} s are there.");
        WavFile.WriteMono16(
            speechFile, Resampler.Resample(samples, rate, SampleRates.Speech), SampleRates.Speech, areSteps: rate == SampleRates.Speech);
        WavFile.WriteMono16(
            referenceFile,
            Resampler.Resample(samples, rate, SampleRates.Reference),
            SampleRates.Reference,
            areSteps: rate == SampleRates.Reference);
    }

    /// <summary>
    /// Converts <see cref="WorkFolder.Clip"/>, a recording of any accepted format, unchecked, up to <see cref="MaxBytes"/>.
    /// </summary>
    /// <param name="speechFile">Where the 16 kHz file goes, in the folder.</param>
    /// <param name="referenceFile">Where the 22.05 kHz file goes, in the folder.</param>
    /// <exception cref="IOException">FFmpeg failed, or did not write both files completely.</exception>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    public async Task ConvertAsync(
        WorkFolder folder, string speechFile, string referenceFile, CancellationToken cancellationToken)
    {
        var run = FFMpegArguments
            .FromFileInput(
                folder.Clip, true, input => input.WithCustomArgument(string.Join(' ', InputGuard.DecodeOptions(ffmpeg.Threads))))
            .OutputToMany(outputs => outputs
                .OutputToFile(speechFile, true, output => output.WithCustomArgument(MonoWave(SampleRates.Speech)))
                .OutputToFile(referenceFile, true, output => output.WithCustomArgument(MonoWave(SampleRates.Reference))));
        await ffmpeg.RunAsync(folder, run, cancellationToken);
        var (speechSeconds, referenceSeconds) = (
            Seconds(speechFile, SampleRates.Speech), Seconds(referenceFile, SampleRates.Reference));
        var isCut = new FileInfo(referenceFile).Length >= MaxBytes;
        if (!isCut && Math.Abs(speechSeconds - referenceSeconds) > LengthTolerance)
            throw new IOException($"The clip lasts {referenceSeconds:0.000} s, but {speechSeconds:0.000} s were written.");
    }

    private static double Seconds(string file, int rate) => (double)(new FileInfo(file).Length - HeaderLength) / sizeof(short) / rate;

    private static string MonoWave(int rate) =>
        string.Join(
            ' ',
            [
                .. InputGuard.OutputOptions(MaxBytes), "-af", $"asetpts=N/SR/TB,{Resampling.ToMono(rate)}", "-c:a", "pcm_s16le", "-f",
                "wav",
            ]);

    private static (float[] Samples, int SampleRate) ReadTrimmed(string file)
    {
        try
        {
            return WavFile.ReadMono(file);
        }
        catch (InvalidDataException e)
        {
            throw new IOException($"The trimmed clip is damaged. {e.Message}", e);
        }
    }
}
