using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Contracts;

/// <summary>A rejected clip, stored as <c>rejection.json</c>.</summary>
public sealed record StoredRejection(int SchemaVersion, string Id, ClipSource Source, Rejection Rejection);
