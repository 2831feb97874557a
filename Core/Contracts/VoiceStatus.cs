using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Contracts;

/// <summary>Where a voice stands, as <c>GET /api/voices/ID</c> answers it.</summary>
/// <param name="Stage">The stage that runs; see <see cref="StageNames"/>.</param>
/// <param name="Profile">The result of a completed voice.</param>
/// <param name="Rejection">Why the clip was rejected.</param>
/// <param name="Error">Why it failed, and what to do.</param>
/// <param name="ErrorCode">The code that stands for it; see <see cref="FaultCodes"/>.</param>
/// <param name="Recordings">Those of a rejected voice of several; a completed one has them in its profile.</param>
public sealed record VoiceStatus(
    string Id,
    VoiceState Status,
    string? Stage = null,
    VoiceProfile? Profile = null,
    Rejection? Rejection = null,
    string? Error = null,
    string? ErrorCode = null,
    IReadOnlyList<VoiceRecording>? Recordings = null);

public enum VoiceState
{
    Queued,
    Running,
    Completed,
    Rejected,

    /// <summary>A fault outlasted every retry.</summary>
    Failed,
}
