namespace VoicePrep.Contracts.Reports;

/// <summary>What <c>DELETE /api/voices/ID</c> erased.</summary>
/// <param name="Erased">
/// <c>clip</c>, <c>consent</c> for the recording of it that came with the clip, the voice's files by name, <c>feedback</c>, and
/// <c>history</c>; empty where it was erased before. Of recordings that only this voice had, the same after their ID and a slash.
/// </param>
/// <param name="Remade">The voices that this recording was in, which were erased too and are rebuilt without it; null if it was in
/// none.</param>
public sealed record ErasureReport(string Id, IReadOnlyList<string> Erased, IReadOnlyList<RemadeVoice>? Remade = null);

/// <summary>A voice that was erased because a recording was taken out of it.</summary>
/// <param name="Anew">ID of the version without the recording; null where it had no other.</param>
public sealed record RemadeVoice(string Id, string? Anew);
