namespace VoicePrep.Contracts.Reports;

/// <summary>What the operator should know of several parts, in one line.</summary>
public static class Notices
{
    /// <returns>Null where no part has a notice.</returns>
    public static string? Join(params IEnumerable<string?> notices) =>
        string.Join(' ', notices.OfType<string>()) is { Length: > 0 } joined ? joined : null;
}
