namespace VoicePrep.Signal;

/// <summary>The sample rates of the models' input. Hz.</summary>
public static class SampleRates
{
    /// <summary>Whisper's, and voice activity's.</summary>
    public const int Speech = 16_000;

    /// <summary>The tone-colour encoder's.</summary>
    public const int Reference = 22_050;
}
