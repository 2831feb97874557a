namespace VoicePrep.Contracts;

/// <summary>A message in the queue that <c>Api__NotifyQueue</c> names: a voice has ended.</summary>
/// <param name="Status"><see cref="VoiceState.Completed"/>, <see cref="VoiceState.Rejected"/> or <see cref="VoiceState.Failed"/>.</param>
/// <param name="Clip">The blob that it was made from, as container and name; null for a voice of several recordings.</param>
/// <param name="Code">Why the clip was rejected.</param>
/// <param name="Blobs">Its blobs, as containers and names.</param>
/// <param name="Clips">The blobs that a voice of several recordings was made from.</param>
public sealed record VoiceFinished(
    string Id, VoiceState Status, string? Clip, string? Code, IReadOnlyList<string> Blobs, IReadOnlyList<string>? Clips = null);
