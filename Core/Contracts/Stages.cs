namespace VoicePrep.Contracts;

/// <summary>Names of the stages, in the order they run, as the API and telemetry tell them.</summary>
public static class Stages
{
    public const string ValidateAndTrim = "validateAndTrim";
    public const string ConvertAudio = "convertAudio";
    public const string TranscribeAndEmbed = "transcribeAndEmbed";
}
