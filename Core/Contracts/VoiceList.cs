using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Contracts;

/// <summary>A page of voices, newest first, as <c>GET /api/voices</c> answers it.</summary>
/// <param name="Continuation">Asks for the next page; null where there is none. A page may have fewer voices than asked for, even none,
/// and yet a next one.</param>
public sealed record VoiceList(IReadOnlyList<VoiceSummary> Voices, string? Continuation);

/// <summary>One voice of a list.</summary>
/// <param name="Name">What its uploader called the clip.</param>
/// <param name="Uploaded">When storage took the clip.</param>
/// <param name="Stage">The stage that runs; see <see cref="StageNames"/>.</param>
/// <param name="Grade">The verdict's grade, of a completed voice.</param>
/// <param name="Code">The rejection's code, of a rejected one; the error's, of a failed one.</param>
public sealed record VoiceSummary(
    string Id, string Name, DateTimeOffset Uploaded, VoiceState Status, string? Stage = null, Grade? Grade = null, string? Code = null);
