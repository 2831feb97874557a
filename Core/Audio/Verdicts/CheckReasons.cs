namespace VoicePrep.Audio.Verdicts;

/// <summary>Why a check is not good: stable codes that stand for its advice.</summary>
public static class CheckReasons
{
    /// <summary>The name of the reason among the check's values.</summary>
    public const string Key = "reason";

    public const string TooLow = "too_low";

    public const string TooHigh = "too_high";

    /// <summary>The noise is music.</summary>
    public const string Music = "music";
}
