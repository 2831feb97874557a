using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FFMpegCore;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>Cuts a window out of a clip as FLAC: the mix that is heard, at the source's rate, 24 bit.</summary>
internal static class Trimming
{
    private const string Samples = "window.f32";
    private const int BytesPerSample = 4; // 24 bits that compress badly, and headers
    private const double FadeSeconds = 0.005;

    /// <summary>Writes the samples of the window, free of an offset and not over full scale; a long clip is decoded once more for them, just as for the measures.</summary>
    /// <exception cref="IOException">What was written is not as long as the window.</exception>
    public static async Task WriteAsync(FfmpegRunner ffmpeg, WorkFolder folder, DecodedClip decoded, ClipWindow window, string file, CancellationToken cancellationToken)
    {
        var clip = decoded.Clip;
        var start = (long)Math.Round(window.StartSeconds * clip.SampleRate);
        var end = (long)Math.Round((window.StartSeconds + window.Seconds) * clip.SampleRate);
        var samples = decoded.Kept.Find(start, end) ?? await ReadAsync(ffmpeg, folder, clip, start, end, cancellationToken);
        var peak = Math.Abs(TensorPrimitives.MaxMagnitude<float>(samples));
        TensorPrimitives.Divide(samples, Math.Max(1, peak), samples);
        Fade(samples, clip.SampleRate);

        await using (var raw = File.Create(folder.File(Samples)))
            raw.Write(MemoryMarshal.AsBytes<float>(samples));
        string[] output =
        [
            .. InputGuard.OutputOptions((samples.Length + (long)clip.SampleRate) * BytesPerSample),
            "-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-f", "flac",
        ];
        var run = FFMpegArguments
            .FromFileInput(folder.File(Samples), true, input => input.WithCustomArgument($"-nostdin -v error -f f32le -ar {clip.SampleRate} -ac 1"))
            .OutputToFile(file, true, options => options.WithCustomArgument(string.Join(' ', output)));
        await ffmpeg.RunAsync(folder, run, cancellationToken);
        if (await CountAsync(file, cancellationToken) is var count && count != samples.Length)
            throw new IOException($"The window has {samples.Length} samples; {count} were written.");
    }

    /// <summary>Samples of one channel that a FLAC file's header tells of (RFC 9639, section 8.2).</summary>
    private static async Task<long> CountAsync(string file, CancellationToken cancellationToken)
    {
        const int rateChannelsAndCount = 18;
        var head = new byte[rateChannelsAndCount + sizeof(long)];
        await using var stream = File.OpenRead(file);
        await stream.ReadExactlyAsync(head, cancellationToken);
        return BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(rateChannelsAndCount)) & 0xF_FFFF_FFFF;
    }

    private static async Task<float[]> ReadAsync(FfmpegRunner ffmpeg, WorkFolder folder, ProbedClip clip, long start, long end, CancellationToken cancellationToken)
    {
        var samples = new float[end - start];
        var heard = new HeardMix(clip.SampleRate, clip.HeardChannels);
        var position = 0L;
        await ffmpeg.StreamAsync(
            folder,
            [.. DecodeArguments.InputOptions(ffmpeg, folder), .. DecodeArguments.OutputOptions(clip, end), "pipe:1"],
            (output, token) => PcmStream.ReadAsync(output, clip.HeardChannels * sizeof(float), Keep, token),
            cancellationToken);
        return position >= end ? samples : throw new IOException($"The window ends at {(double)end / clip.SampleRate:0.000} s; the second decode ended at {(double)position / clip.SampleRate:0.000} s.");

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
