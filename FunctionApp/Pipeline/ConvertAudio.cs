using Microsoft.Azure.Functions.Worker;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Contracts;
using VoicePrep.Observability;
using VoicePrep.Requests;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>The input of <see cref="ConvertAudio"/>: a clip that passed validation.</summary>
public sealed record ConvertAudioInput(VoiceRequest Request, ValidateAndTrimResult Validated);

/// <summary>The output of <see cref="ConvertAudio"/>.</summary>
public sealed record ConvertAudioResult(double Milliseconds);

/// <summary>Second activity: makes <c>work/ID/asr.wav</c> for Whisper and <c>voices/ID/reference.wav</c> for the encoder.</summary>
public sealed class ConvertAudio(VoiceStore voices, VoiceEraser eraser, WorkFolders folders, VoicePrepTelemetry telemetry)
{
    [Function(nameof(ConvertAudio))]
    public async Task<ConvertAudioResult> RunAsync([ActivityTrigger] ConvertAudioInput clip, CancellationToken cancellationToken)
    {
        await using var erasure = eraser.Guard(clip.Request);
        var id = clip.Request.Id;
        using var stage = telemetry.StartStage(StageNames.ConvertAudio, id, clip.Validated.Clip.Seconds);
        using var folder = folders.Create();
        if (await voices.DownloadWorkAsync(id, BlobNames.Trimmed, folder.Trimmed, cancellationToken))
        {
            var speechFile = folder.File(BlobNames.Speech);
            var referenceFile = folder.File(VoiceFiles.Reference);
            AudioConverter.ConvertTrimmed(folder.Trimmed, clip.Validated.Clip.Window.Seconds, speechFile, referenceFile);
            await Task.WhenAll(
                voices.UploadWorkAsync(id, BlobNames.Speech, speechFile, cancellationToken),
                voices.UploadAsync(id, VoiceFiles.Reference, referenceFile, cancellationToken));
        }

        stage.Complete();
        return new ConvertAudioResult(stage.Elapsed.TotalMilliseconds);
    }
}
