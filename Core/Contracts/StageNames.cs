namespace VoicePrep.Contracts;

/// <summary>Names of the stages, in the order in which they run, as used by the API and telemetry.</summary>
public static class StageNames
{
    public const string ValidateAndTrim = "validateAndTrim";
    public const string ConvertAudio = "convertAudio";
    public const string TranscribeAndEmbed = "transcribeAndEmbed";

    /// <summary>The recordings of a voice of several pass through the three stages above, some at once.</summary>
    public const string PrepareRecordings = "prepareRecordings";

    /// <summary>They become one voice.</summary>
    public const string JoinRecordings = "joinRecordings";
}
