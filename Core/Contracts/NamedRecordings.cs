namespace VoicePrep.Contracts;

/// <summary>The JSON of <c>POST /api/voices</c> and <c>POST /api/voices/ID/recordings</c>: clips in the container.</summary>
/// <param name="Clips">Their names.</param>
/// <param name="Name">What the voice is called; null takes the first clip's name.</param>
/// <param name="Language">Overrides what the clips' metadata say.</param>
public sealed record NamedRecordings(IReadOnlyList<string> Clips, string? Name = null, string? Language = null);
