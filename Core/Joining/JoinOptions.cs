using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Joining;

/// <summary>Which recordings do not belong to a voice and are left out. Section <c>Join</c>.</summary>
public sealed class JoinOptions
{
    public const string Section = "Join";

    /// <summary>A recording less similar to the others than this counts as another speaker. Cosine; -1 leaves none out.</summary>
    public double MinSimilarity { get; set; } = OneSpeaker.Threshold;

    /// <summary>
    /// A recording that is noisier than the others by more than this, and not good, is left out. dB; 200 leaves none out.
    /// </summary>
    public double MaxNoiseGap { get; set; } = 15;
}
