using VoicePrep.Audio.Verdicts;
using VoicePrep.Signal;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Voice;

namespace VoicePrep.Contracts;

/// <summary>
/// The result of preparing a clip, stored as <c>profile.json</c>; README.md describes every field. For a voice of several recordings,
/// source, clip, transcript, stages and engine are those of the recording that <c>reference.wav</c> comes from.
/// </summary>
/// <param name="SchemaVersion">3; profiles of versions 1 and 2 can be read too.</param>
/// <param name="Name">What a voice of several recordings is called; null for one of a clip.</param>
/// <param name="Version">Counts the versions of a voice of several recordings, from 1; null for one of a clip.</param>
/// <param name="Recordings">The recordings of a voice of several, including those that were left out; null for one of a clip.</param>
public sealed record VoiceProfile(
    int SchemaVersion,
    string Id,
    ClipSource Source,
    ClipSummary Clip,
    Verdict Verdict,
    Transcript Transcript,
    EmbeddingSummary Embedding,
    StageTimes Stages,
    EngineSummary Engine,
    ConsentSummary? Consent = null,
    string? Name = null,
    int? Version = null,
    IReadOnlyList<VoiceRecording>? Recordings = null)
{
    public const int CurrentSchemaVersion = 3;
}

/// <summary>The uploaded blob.</summary>
/// <param name="Sha256">SHA-256 of its content, in lower-case hexadecimal; null if the clip was rejected unread.</param>
public sealed record ClipSource(string Name, string Etag, string? Sha256, long Bytes);

/// <summary>The speaker's consent, as stated by the uploader.</summary>
/// <param name="Reference">Where the consent is kept.</param>
/// <param name="Clip">The recording in which the speaker consents, whose voice the verdict's row <c>consent_voice</c> compares.</param>
public sealed record ConsentSummary(string? Reference, ClipSource? Clip);

/// <summary>How long the clip is, and which part of it was used.</summary>
/// <param name="Track">Which sound track, from 1.</param>
/// <param name="Channels">Which channels of it, from 1; null for the mean of all.</param>
public sealed record ClipSummary(double Seconds, bool Trimmed, ClipWindow Window, int Track = 1, IReadOnlyList<int>? Channels = null);

/// <summary>The speaker embedding.</summary>
/// <param name="Model">Name of the tone-colour checkpoint.</param>
/// <param name="File">The voice's file that holds the numbers.</param>
/// <param name="Consistency">How alike the pieces of the window, or the recordings of the voice, sound; null if there was only
/// one.</param>
/// <param name="Pieces">How many pieces it is the mean of; null in profiles of schema version 1.</param>
/// <param name="ModelSha256">SHA-256 of the checkpoint's file, in lower-case hexadecimal; null in older profiles.</param>
public sealed record EmbeddingSummary(
    string Model, string File, int Dimensions, VoiceConsistency? Consistency, int? Pieces = null, string? ModelSha256 = null)
{
    /// <summary>The model that computed it, for comparison with those of other embeddings.</summary>
    public EmbeddingModel ToModel() => new(Model, ModelSha256);
}

/// <summary>How long each activity took.</summary>
public sealed record StageTimes(StageTime ValidateAndTrim, StageTime ConvertAudio, StageTime TranscribeAndEmbed);

/// <param name="Milliseconds">From the activity's start to its end, including reading and writing blobs.</param>
/// <param name="QueuedMilliseconds">The part of it spent waiting for a place in the Whisper model; null for other stages.</param>
public sealed record StageTime(double Milliseconds, double? QueuedMilliseconds = null);

/// <summary>What prepared the voice.</summary>
/// <param name="Device">The device really in use.</param>
/// <param name="Warm">True if the model was loaded before the activity began.</param>
/// <param name="WhisperVersion">Of libwhisper, and whether it is Whisper.net's package or tuned for the processor.</param>
/// <param name="FfmpegVersion">Of FFmpeg.</param>
/// <param name="Version">Of VoicePrep.</param>
public sealed record EngineSummary(
    string ModelProfile, string Device, bool Warm, string WhisperVersion, string FfmpegVersion, string Version)
{
    /// <summary>The name of <see cref="WhisperVersion"/> in profiles of schema versions 1 and 2; read, but not written.</summary>
    public string? Whisper { get => null; init => WhisperVersion ??= value!; }

    /// <summary>The name of <see cref="FfmpegVersion"/> in profiles of schema versions 1 and 2.</summary>
    public string? Ffmpeg { get => null; init => FfmpegVersion ??= value!; }
}
