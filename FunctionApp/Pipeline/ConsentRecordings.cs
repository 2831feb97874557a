using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Signal;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>A recording in which a speaker consents and that passed its checks.</summary>
/// <param name="Speech">Where the speech is in <c>work/ID/consent.wav</c>; null if all of it is speech.</param>
public sealed record ConsentRecording(ClipSource Source, IReadOnlyList<SpeechSpan>? Speech);

/// <summary>
/// Checks the recording in which a speaker consents by the rules for clips, and converts it for the tone-colour encoder:
/// <c>work/ID/consent.wav</c>. It uses a folder of its own, so that neither recording's ffmpeg can reach the other's files.
/// </summary>
public sealed class ConsentRecordings(
    ClipStore clips, VoiceStore voices, ClipValidator validator, WorkFolders folders, IOptions<ClipOptions> options)
{
    /// <summary>Either the recording, or why the clip that names it is rejected.</summary>
    /// <param name="clip">The clip whose speaker consents.</param>
    /// <param name="consentName">The recording's name as it was given; may be hostile.</param>
    public async Task<(ConsentRecording? Recording, Rejection? Rejection)> PrepareAsync(
        string voiceId, ClipSource clip, string consentName, CancellationToken cancellationToken)
    {
        if (clips.NameOf(consentName) is not { } name || await clips.FindAsync(name, cancellationToken) is not { } found)
            return (null, Rejections.ConsentClipNotFound(consentName));

        if (found.ContentLength > options.Value.MaxUploadBytes)
            return (null, Rejections.ConsentClipUnusable(Rejections.ClipTooLarge(found.ContentLength, options.Value.MaxUploadMegabytes)));

        using var folder = folders.Create();
        var source = await clips.DownloadAsync(name, VoiceId.Plain(found.ETag.ToString()), folder.Clip, _ => true, cancellationToken)
            // the next attempt uses the new version
            ?? throw new IOException($"The recording of consent {name} was changed before it was read.");

        if (source.Sha256 == clip.Sha256)
            return (null, Rejections.ConsentClipIsTheClip());

        var validation = await validator.ValidateAndTrimAsync(folder, cancellationToken);
        if (validation is Validation.Rejected { Rejection: var rejection })
            return (null, Rejections.ConsentClipUnusable(rejection));

        var accepted = ((Validation.Accepted)validation).Clip;
        var reference = folder.File(VoiceFiles.Reference);
        AudioConverter.ConvertTrimmed(
            folder.Trimmed, accepted.Window.Seconds, folder.File(BlobNames.Speech), reference);
        await voices.UploadWorkAsync(voiceId, BlobNames.Consent, reference, cancellationToken);
        return (new ConsentRecording(source, accepted.Speech), null);
    }
}
