using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>The blocks of 50 ms in which a clip is measured as it streams by, so that any window can be judged afterwards.</summary>
internal static class Blocks
{
    public const int PerSecond = 20;

    /// <summary>The first frame of a block; blocks do not drift where the rate is no multiple of their number.</summary>
    public static long Start(int block, int sampleRate) => (long)block * sampleRate / PerSecond;

    public static int Length(int block, int sampleRate) => (int)(Start(block + 1, sampleRate) - Start(block, sampleRate));

    /// <summary>The blocks that begin in a window.</summary>
    public static Range Of(ClipWindow window, int count) =>
        Math.Min(count, (int)Math.Round(window.StartSeconds * PerSecond))..Math.Min(
            count, (int)Math.Ceiling((window.StartSeconds + window.Seconds) * PerSecond - 1e-6));
}
