namespace VoicePrep.Contracts;

/// <summary>What <c>DELETE /api/voices/ID</c> erased.</summary>
/// <param name="Erased"><c>clip</c>, <c>consent</c> for the recording of it that came with the clip, the voice's files by name, <c>feedback</c>, and <c>history</c>; empty where it was erased before.</param>
public sealed record ErasureReport(string Id, IReadOnlyList<string> Erased);
