namespace VoicePrep.Audio.Verdicts;

/// <summary>The verdict's row on whether one person speaks.</summary>
public static class OneSpeaker
{
    /// <summary>
    /// If the pieces of a window fall into two groups less similar than this, they are taken for two speakers. Measured with the demo
    /// encoder on synthetic voices; <c>bench/voice.md</c> has the distributions and the error rates at this and other values.
    /// </summary>
    public const double Threshold = 0.3;

    /// <param name="similarity">Cosine between the two groups; null if there was too little speech to compare, so that the row has no
    /// value.</param>
    public static Check Check(double? similarity)
    {
        var alike = similarity is null or >= Threshold;
        var values = new Dictionary<string, Measured>(StringComparer.Ordinal) { ["good"] = Threshold };
        if (!alike)
            values[CheckReasons.Key] = CheckReasons.TooLow;
        return new Check(
            "one_speaker",
            similarity,
            "cosine",
            Threshold,
            alike ? Grade.Good : Grade.Usable,
            alike
                ? null
                : "Parts of this recording sound like different people: "
                    + "use one in which a single person speaks, in one manner and in one room.",
            values);
    }
}
