using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Contracts;

/// <summary>A rejected clip, stored as <c>rejection.json</c>.</summary>
/// <param name="Source">The clip; null for a voice of several recordings.</param>
/// <param name="Recordings">Those of a voice of several.</param>
public sealed record StoredRejection(
    int SchemaVersion, string Id, ClipSource? Source, Rejection Rejection, IReadOnlyList<VoiceRecording>? Recordings = null);
