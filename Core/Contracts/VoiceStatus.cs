using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Contracts;

/// <summary>The state of a voice, as <c>GET /api/voices/ID</c> returns it.</summary>
/// <param name="Stage">The running stage; see <see cref="StageNames"/>.</param>
/// <param name="Profile">The result of a completed voice.</param>
/// <param name="Rejection">Why the clip was rejected.</param>
/// <param name="Error">Why it failed, and what to do.</param>
/// <param name="ErrorCode">Its code; see <see cref="FaultCodes"/>.</param>
/// <param name="Recordings">The recordings of a rejected voice of several; a completed voice has them in its profile.</param>
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
