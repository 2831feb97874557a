using System.Runtime.InteropServices;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Measures;
using VoicePrep.Audio.Probing;
using VoicePrep.Audio.Samples;

namespace VoicePrep.Audio;

/// <summary>What one decode of a clip told.</summary>
/// <param name="Clip">What was decoded of it.</param>
/// <param name="Meter">Its measures at the source's rate.</param>
/// <param name="Speech">16 kHz samples of each channel, free of an offset.</param>
/// <param name="Kept">What is heard of it at the source's rate, free of an offset, where it is short.</param>
/// <param name="Complaints">How often ffmpeg complained.</param>
internal sealed record DecodedClip(ProbedClip Clip, ClipMeter Meter, float[][] Speech, KeptMix Kept, int Complaints)
{
    /// <summary>What the models hear of it: the mean of the channels.</summary>
    public float[] Mix() => Channels.Mean(Speech);
}

/// <summary>
/// Decodes a clip once, up to a limit: the source's own samples go to the meters as they come, what voice activity needs goes to a
/// temporary file of bounded size.
/// </summary>
internal sealed class ClipAnalyser(FfmpegRunner ffmpeg)
{
    private const string SpeechFile = "speech.f32";
    private const double LengthTolerance = 0.1; // s; a resampler that is set up anew in mid-stream loses some milliseconds

    /// <exception cref="IOException">The decoder was killed or could not write.</exception>
    public async Task<DecodedClip> DecodeAsync(
        WorkFolder folder, ProbedClip clip, ClipOptions options, CancellationToken cancellationToken)
    {
        var meter = new ClipMeter(clip.SampleRate, clip.HeardChannels);
        var kept = new KeptMix(clip.SampleRate, clip.HeardChannels);
        var speechFile = folder.File(SpeechFile);
        File.Delete(speechFile);
        var frames = (long)(options.SearchSeconds * clip.SampleRate);
        var frameLength = clip.HeardChannels * sizeof(float);
        var run = await ffmpeg.StreamAsync(
            folder,
            [
                .. DecodeArguments.InputOptions(ffmpeg, folder, clip),
                .. DecodeArguments.OutputOptions(clip, frames), "pipe:1",
                .. DecodeArguments.OutputOptions(clip, frames, Resampling.To(VoiceActivity.SampleRate)), "-fs",
                $"{SpeechBytes(clip, options)}", speechFile,
            ],
            (output, token) => PcmStream.ReadAsync(output, frameLength, Take, token),
            cancellationToken);
        meter.Complete();
        var speech = Read(speechFile, clip.HeardChannels);
        if (Math.Abs(meter.Seconds - (double)speech[0].Length / VoiceActivity.SampleRate) > LengthTolerance + 0.01 * meter.Seconds
            && run.ExitCode == 0)
            throw new IOException(
                $"ffmpeg decoded {meter.Seconds:0.00} s and wrote {(double)speech[0].Length / VoiceActivity.SampleRate:0.00} s of it.");
        return new(clip, meter, speech, kept, run.Complaints);

        void Take(ReadOnlySpan<byte> decoded)
        {
            var searched = decoded[..(int)Math.Min(decoded.Length, (frames - meter.Frames) * frameLength)];
            meter.Add(searched);
            kept.Add(searched);
        }
    }

    private static float[][] Read(string file, int channels)
    {
        if (!File.Exists(file))
            return [.. Enumerable.Repeat<float[]>([], channels)];
        using var stream = File.OpenRead(file);
        var interleaved = new float[stream.Length / (sizeof(float) * channels) * channels];
        stream.ReadExactly(MemoryMarshal.AsBytes(interleaved.AsSpan()));
        var result = channels == 1 ? [interleaved] : Channels.Split(interleaved, channels);
        foreach (var channel in result)
            new DcBlocker(VoiceActivity.SampleRate).Apply(channel);
        return result;
    }

    private static long SpeechBytes(ProbedClip clip, ClipOptions options) =>
        (long)((options.SearchSeconds + 1) * VoiceActivity.SampleRate * sizeof(float) * clip.HeardChannels);
}
