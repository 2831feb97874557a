using Microsoft.Azure.Functions.Worker;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Computing;
using VoicePrep.Contracts;
using VoicePrep.Observability;
using VoicePrep.Requests;
using VoicePrep.Signal;
using VoicePrep.Speech.Engine;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Storage;
using VoicePrep.Voice;

namespace VoicePrep.Pipeline;

/// <summary>The input of <see cref="TranscribeAndEmbed"/>: the results of the previous stages.</summary>
public sealed record TranscribeAndEmbedInput(VoiceRequest Request, ValidateAndTrimResult Validated, ConvertAudioResult Converted);

/// <summary>Third activity: transcript and embedding, then the profile, which makes the voice complete.</summary>
public sealed class TranscribeAndEmbed(
    VoiceStore voices,
    VoiceIndex index,
    VoiceEraser eraser,
    WhisperEngine whisper,
    VoiceEmbedder embedder,
    WorkFolders folders,
    VoicePrepTelemetry telemetry,
    FfmpegRunner ffmpeg)
{
    /// <summary>Includes waiting for a place in the model; six clips with a large model on a CPU take less.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Function(nameof(TranscribeAndEmbed))]
    public async Task RunAsync([ActivityTrigger] TranscribeAndEmbedInput prepared, CancellationToken stopping)
    {
        await using var erasure = eraser.Guard(prepared.Request);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limited.CancelAfter(Limit);
        var cancellationToken = limited.Token;

        var (request, clip) = (prepared.Request, prepared.Validated.Clip);
        using var stage = telemetry.StartStage(StageNames.TranscribeAndEmbed, request.Id, clip.Seconds);
        using var folder = folders.Create();
        if (!await FetchAsync(request.Id, folder, cancellationToken))
        {
            await voices.DeleteWorkAsync(request.Id, prepared.Validated.Consent is not null, cancellationToken);
            stage.Complete();
            return;
        }

        var (heard, embedding) = await ListenAsync(folder, request, clip, cancellationToken);
        var similarity = prepared.Validated.Consent is { } consent
            ? await CompareAsync(folder, request.Id, consent, embedding, cancellationToken)
            : default(double?);
        stage.Warm = heard.Warm;
        stage.Transcribed(heard.Queued, heard.Transcript.Reasons);
        await UploadAsync(request.Id, heard.Transcript, embedding, cancellationToken);
        var profile = CreateProfile(prepared, heard, embedding, similarity, await ffmpeg.GetVersionAsync(cancellationToken), stage);
        await voices.CompleteAsync(profile, cancellationToken);
        await voices.DeleteWorkAsync(request.Id, prepared.Validated.Consent is not null, cancellationToken);
        await index.CompleteAsync(request, profile.Verdict.Grade, cancellationToken);

        stage.Complete();
        telemetry.ClipFinished(request.Id, request.Uploaded, clip.Seconds, heard.Warm);
    }

    /// <returns>False if nothing is left to do, because the voice was completed or erased before.</returns>
    private async Task<bool> FetchAsync(string id, WorkFolder folder, CancellationToken cancellationToken)
    {
        var isComplete = voices.IsCompleteAsync(id, cancellationToken);
        var areThere = await Task.WhenAll(
            voices.DownloadWorkAsync(id, BlobNames.Speech, folder.File(BlobNames.Speech), cancellationToken),
            voices.DownloadAsync(id, VoiceFiles.Reference, folder.File(VoiceFiles.Reference), cancellationToken));
        return !await isComplete && !areThere.Contains(false);
    }

    private async Task<(Transcription Heard, VoiceEmbedding Embedding)> ListenAsync(
        WorkFolder folder, VoiceRequest request, ValidClip clip, CancellationToken cancellationToken)
    {
        var transcription = whisper.TranscribeAsync(
            WavFile.ReadMono(folder.File(BlobNames.Speech)).Samples, clip.Speech, request.Language, cancellationToken);
        var segments = embedder.NeedsSegments ? (await transcription).Transcript.Segments : [];
        var embedding = await EmbedAsync(folder.File(VoiceFiles.Reference), clip.Speech, segments, cancellationToken);
        return (await transcription, embedding);
    }

    /// <summary>The cosine between the embeddings of the clip and of the recording of consent.</summary>
    private async Task<double> CompareAsync(
        WorkFolder folder, string id, ConsentRecording consent, VoiceEmbedding clip, CancellationToken cancellationToken)
    {
        var file = folder.File(BlobNames.Consent);
        await voices.DownloadWorkAsync(id, BlobNames.Consent, file, cancellationToken);
        var consenting = await EmbedAsync(file, consent.Speech, [], cancellationToken);
        return VoiceSimilarity.Cosine(clip.Values, consenting.Values);
    }

    private Task<VoiceEmbedding> EmbedAsync(
        string file, IReadOnlyList<SpeechSpan>? speech, IReadOnlyList<TranscriptSegment> segments, CancellationToken cancellationToken) =>
        ComputeThread.RunAsync(() => embedder.Embed(WavFile.ReadMono(file).Samples, speech, segments, cancellationToken));

    private Task UploadAsync(string id, Transcript transcript, VoiceEmbedding embedding, CancellationToken cancellationToken) =>
        Task.WhenAll(
        voices.UploadAsync(id, VoiceFiles.Embedding, ToNpy(embedding.Values), cancellationToken),
        voices.UploadAsync(id, VoiceFiles.TranscriptText, BinaryData.FromString(TranscriptFiles.Text(transcript)), cancellationToken),
        voices.UploadAsync(id, VoiceFiles.TranscriptSrt, BinaryData.FromString(TranscriptFiles.Srt(transcript)), cancellationToken),
        voices.UploadAsync(id, VoiceFiles.TranscriptVtt, BinaryData.FromString(TranscriptFiles.Vtt(transcript)), cancellationToken));

    /// <summary>In the shape that OpenVoice saves.</summary>
    internal static BinaryData ToNpy(float[] embedding)
    {
        using var file = new MemoryStream();
        NpyFile.Write(file, embedding, 1, VoiceEmbedding.Dimensions, 1);
        return new BinaryData(file.ToArray());
    }

    private VoiceProfile CreateProfile(
        TranscribeAndEmbedInput prepared,
        Transcription heard,
        VoiceEmbedding embedding,
        double? consentSimilarity,
        string ffmpegVersion,
        Stage stage)
    {
        var clip = prepared.Validated.Clip;
        var engine = whisper.Status;
        var verdict = clip.Verdict.With(OneSpeaker.Check(embedding.Consistency?.BetweenGroups));
        return new VoiceProfile(
            VoiceProfile.CurrentSchemaVersion,
            prepared.Request.Id,
            prepared.Validated.Source,
            new ClipSummary(clip.Seconds, clip.Trimmed, clip.Window, clip.Track, clip.Channels),
            consentSimilarity is { } similarity ? verdict.With(Thresholds.ConsentVoice.Judge(similarity)) : verdict,
            heard.Transcript,
            new EmbeddingSummary(
                embedding.Model.Name,
                VoiceFiles.Embedding,
                VoiceEmbedding.Dimensions,
                embedding.Consistency,
                embedding.Pieces,
                embedding.Model.Sha256),
            new StageTimes(
                new StageTime(prepared.Validated.Milliseconds),
                new StageTime(prepared.Converted.Milliseconds),
                new StageTime(stage.Elapsed.TotalMilliseconds, heard.Queued.TotalMilliseconds)),
            new EngineSummary(engine.ModelProfile, engine.Device, heard.Warm, engine.LibraryVersion, ffmpegVersion, AppVersion.Current),
            prepared.Request.Consent is { } claim ? new ConsentSummary(claim.Reference, prepared.Validated.Consent?.Source) : null);
    }
}
