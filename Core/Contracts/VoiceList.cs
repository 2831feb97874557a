using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Contracts;

/// <summary>A page of voices, newest first, as <c>GET /api/voices</c> returns it.</summary>
/// <param name="Continuation">Requests the next page; null if there is none. A page may have fewer voices than asked for, even none, and
/// still have a next page.</param>
public sealed record VoiceList(IReadOnlyList<VoiceSummary> Voices, string? Continuation);

/// <summary>One voice of a list.</summary>
/// <param name="Name">What its uploader called the clip.</param>
/// <param name="Uploaded">When storage took the clip.</param>
/// <param name="Stage">The running stage; see <see cref="StageNames"/>.</param>
/// <param name="Grade">The verdict's grade, for a completed voice.</param>
/// <param name="Code">The code of the rejection, for a rejected voice, or of the error, for a failed one.</param>
public sealed record VoiceSummary(
    string Id, string Name, DateTimeOffset Uploaded, VoiceState Status, string? Stage = null, Grade? Grade = null, string? Code = null);
