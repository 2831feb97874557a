namespace VoicePrep.Audio.Samples;

/// <summary>FFmpeg's filters that mix recordings to one channel and change their rate.</summary>
internal static class Resampling
{
    /// <summary>
    /// FFmpeg's filters. Its resampler's own settings lose 0.9 dB at 0.9 of Nyquist and alias at -17 dB just above it; four times
    /// the taps keep the spectrum flat within 0.001 dB up to there and aliases under -95 dB (bench/audio.md).
    /// </summary>
    public static string To(int rate) => $"aresample={rate}:filter_size=128:cutoff=0.97";

    /// <summary>The same after a mix to one channel.</summary>
    public static string ToMono(int rate) => $"aformat=channel_layouts=mono,{To(rate)}";
}
