namespace VoicePrep.Audio.Verdicts;

/// <summary>The verdict's row on whether the voice is the one that consented.</summary>
public static class ConsentVoice
{
    /// <summary>
    /// From here on two recordings are taken for one speaker, and under <see cref="Doubtful"/> for two. Measured with the demo encoder on synthetic voices;
    /// <c>bench/voice.md</c> has the distributions and the error rates at these and at other values.
    /// </summary>
    public const double Threshold = 0.45;

    /// <summary>See <see cref="Threshold"/>.</summary>
    public const double Doubtful = 0.2;

    /// <param name="likeness">Cosine between the embeddings of the clip and of the recording in which the speaker consents.</param>
    public static Check Check(double likeness)
    {
        var outcome = likeness >= Threshold ? Grade.Good : likeness >= Doubtful ? Grade.Usable : Grade.Poor;
        var values = new Dictionary<string, Measured>(StringComparer.Ordinal) { ["good"] = Threshold, ["usable"] = Doubtful };
        if (outcome != Grade.Good)
            values[CheckReasons.Key] = CheckReasons.TooLow;
        return new Check(
            "consent_voice",
            likeness,
            "cosine",
            Threshold,
            outcome,
            outcome == Grade.Good ? null : "The voice does not sound like the one that consents: record both with the same person, in one manner and with one microphone, or listen to both.",
            values);
    }
}
