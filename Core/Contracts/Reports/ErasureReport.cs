namespace VoicePrep.Contracts.Reports;

/// <summary>What <c>DELETE /api/voices/ID</c> erased.</summary>
/// <param name="Erased"><c>clip</c>, <c>consent</c> for a recording of consent that came with the clip, the voice's files by name,
/// <c>feedback</c>, and <c>history</c>; empty if the voice had been erased before. For recordings that only this voice had, the same with
/// their ID and a slash in front.</param>
/// <param name="Remade">The voices that this recording was in, which were erased too and are rebuilt without it; null if it was in
/// none.</param>
public sealed record ErasureReport(string Id, IReadOnlyList<string> Erased, IReadOnlyList<RemadeVoice>? Remade = null);

/// <summary>A voice that was erased because a recording was taken out of it.</summary>
/// <param name="Anew">ID of the version without the recording; null if the voice had no other recordings.</param>
public sealed record RemadeVoice(string Id, string? Anew);
