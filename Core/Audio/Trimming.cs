using System.Numerics.Tensors;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Probing;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>Cuts a window out of a clip as a wave file: the mix that is heard, at the source's rate, 24 bit.</summary>
internal static class Trimming
{
    private const double FadeSeconds = 0.005;

    /// <summary>
    /// Writes the samples of the window, free of an offset and not over full scale; a long clip is decoded once more for them, just as for
    /// the measures.
    /// </summary>
    /// <exception cref="IOException">What was decoded is not as long as the window, or cannot be written.</exception>
    public static async Task WriteAsync(
        FfmpegRunner ffmpeg, WorkFolder folder, DecodedClip decoded, ClipWindow window, CancellationToken cancellationToken)
    {
        var clip = decoded.Clip;
        var start = (long)Math.Round(window.StartSeconds * clip.SampleRate);
        var end = (long)Math.Round((window.StartSeconds + window.Seconds) * clip.SampleRate);
        var samples = decoded.Kept.Find(start, end) ?? await ReadAsync(ffmpeg, folder, clip, start, end, cancellationToken);
        var peak = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples));
        TensorPrimitives.Divide(samples, Math.Max(1, peak), samples);
        Fade(samples, clip.SampleRate);
        WavFile.WriteMono24(folder.Trimmed, samples, clip.SampleRate);
    }

    private static async Task<float[]> ReadAsync(
        FfmpegRunner ffmpeg, WorkFolder folder, ProbedClip clip, long start, long end, CancellationToken cancellationToken)
    {
        var samples = new float[end - start];
        var heard = new HeardMix(clip.SampleRate, clip.HeardChannels);
        var position = 0L;
        await ffmpeg.StreamAsync(
            folder,
            [.. DecodeArguments.InputOptions(ffmpeg, folder, clip), .. DecodeArguments.OutputOptions(clip, end), "pipe:1"],
            (output, token) => PcmStream.ReadAsync(output, clip.HeardChannels * sizeof(float), Keep, token),
            cancellationToken);
        return position >= end ? samples : throw new IOException(
            $"The window ends at {(double)end / clip.SampleRate:0.000} s; the second decode ended at "
                + $"{(double)position / clip.SampleRate:0.000} s.");

        void Keep(ReadOnlySpan<byte> frames)
        {
            var mix = heard.Next(frames);
            var (from, to) = (Math.Clamp(start - position, 0, mix.Length), Math.Clamp(end - position, 0, mix.Length));
            mix.AsSpan((int)from..(int)to).CopyTo(samples.AsSpan((int)Math.Clamp(position - start, 0, samples.Length)));
            position += mix.Length;
        }
    }

    /// <summary>Against clicks at both ends.</summary>
    private static void Fade(Span<float> samples, int rate)
    {
        var length = Math.Min(samples.Length / 2, (int)(FadeSeconds * rate));
        for (var i = 0; i < length; i++)
        {
            var gain = (float)(0.5 - 0.5 * Math.Cos(Math.PI * i / length));
            samples[i] *= gain;
            samples[^(i + 1)] *= gain;
        }
    }
}
