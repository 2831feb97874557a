namespace VoicePrep.Speech.Transcripts;

/// <summary>Why a transcript or one of its segments should not be trusted: the stable codes in <c>reasons</c>.</summary>
public static class GuardReasons
{
    /// <summary>There is no speech, and the text is empty.</summary>
    public const string NoSpeech = "no_speech";

    /// <summary>The mean log probability of the tokens is under the reference's -1.</summary>
    public const string LowProbability = "low_probability";

    /// <summary>The same words again and again, or text without an end.</summary>
    public const string Repetition = "repetition";

    /// <summary>More words a second than anyone speaks.</summary>
    public const string TooManyWords = "too_many_words";

    /// <summary>The likeliest language has a probability under 0.5.</summary>
    public const string UncertainLanguage = "uncertain_language";

    /// <summary>There is speech more than three seconds after the last word.</summary>
    public const string SpeechNotTranscribed = "speech_not_transcribed";
}
