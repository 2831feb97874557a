using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Joining;

/// <summary>Which recordings of a voice do not belong to it, and are left out. Section <c>Join</c>.</summary>
public sealed class JoinOptions
{
    public const string Section = "Join";

    /// <summary>A recording less like the others is taken for another speaker. Cosine; -1 leaves none out.</summary>
    public double MinSimilarity { get; set; } = OneSpeaker.Threshold;

    /// <summary>A recording this much noisier than the others, and not good, is far noisier. dB; 200 leaves none out.</summary>
    public double MaxNoiseGap { get; set; } = 15;
}
