namespace VoicePrep.Signal;

/// <summary>The rates that the models hear. Hz.</summary>
public static class SampleRates
{
    /// <summary>Whisper's, and voice activity's.</summary>
    public const int Speech = 16_000;

    /// <summary>The tone-colour encoder's.</summary>
    public const int Reference = 22_050;
}
