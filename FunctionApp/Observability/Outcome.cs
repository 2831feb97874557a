namespace VoicePrep.Observability;

/// <summary>How a stage or a clip ended: values of the tag <c>outcome</c>.</summary>
internal static class Outcome
{
    public const string Completed = "completed";
    public const string Rejected = "rejected";
    public const string Failed = "failed";
}
