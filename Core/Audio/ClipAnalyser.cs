using System.Runtime.InteropServices;
using VoicePrep.Audio.Measures;

namespace VoicePrep.Audio;

/// <summary>What one decode of a clip told.</summary>
/// <param name="Meter">Its measures at the source's rate.</param>
/// <param name="Speech">16 kHz mono samples.</param>
internal sealed record DecodedClip(ClipMeter Meter, float[] Speech);

/// <summary>
/// Decodes a clip once, up to a limit: the source's own samples go to the meters as they come, what voice activity needs goes to a
/// temporary file of bounded size, and the first window is cut on the way, as most clips need no other.
/// </summary>
internal sealed class ClipAnalyser(Ffmpeg ffmpeg)
{
    public const string FirstWindow = "first.flac";

    private const string Speech = "speech.f32";

    public async Task<DecodedClip> DecodeAsync(WorkFolder folder, ProbedClip clip, ClipOptions options, CancellationToken cancellationToken)
    {
        var meter = new ClipMeter(clip.SampleRate, clip.Channels);
        var speechFile = folder.File(Speech);
        await ffmpeg.StreamAsync(
            folder,
            [
                .. InputGuard.DecodeOptions(ffmpeg.Threads), "-t", $"{options.SearchSeconds}", "-i", folder.File(InputGuard.ClipName),
                // The rate and channels of the header, even where they change in mid-stream.
                .. InputGuard.StreamOptions, "-ar", $"{clip.SampleRate}", "-ac", $"{clip.Channels}", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
                .. InputGuard.OutputOptions(SpeechBytes(options)), "-af", Resampling.ToMono(VoiceActivity.SampleRate), "-c:a", "pcm_f32le", "-f", "f32le", speechFile,
                .. Trimming.OutputOptions(clip, new(0, options.MaxSeconds, null, null), gain: 1), folder.File(FirstWindow),
            ],
            (output, token) => PcmStream.ReadAsync(output, clip.Channels * sizeof(float), meter.Add, token),
            cancellationToken);
        meter.Complete();
        return new(meter, File.Exists(speechFile) ? ReadFloats(speechFile) : []);
    }

    private static float[] ReadFloats(string file)
    {
        using var stream = File.OpenRead(file);
        var samples = new float[stream.Length / sizeof(float)];
        stream.ReadExactly(MemoryMarshal.AsBytes(samples.AsSpan()));
        return samples;
    }

    private static long SpeechBytes(ClipOptions options) => (long)((options.SearchSeconds + 1) * VoiceActivity.SampleRate * sizeof(float));
}
