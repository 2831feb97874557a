using Microsoft.Extensions.Options;
using VoicePrep.Audio.Measures;
using VoicePrep.Audio.Window;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>Decides whether an upload can be used, measures it, and cuts the part that is used.</summary>
public sealed class ClipValidator(Ffmpeg ffmpeg, VoiceActivity activity, WorkFolders folders, IOptions<ClipOptions> options)
{
    private const string ChosenWindow = "chosen.flac";

    private readonly ClipAnalyser analyser = new(ffmpeg);
    private readonly ClipOptions limits = options.Value;

    /// <summary>Validates a clip and, unless it is rejected, writes its window as FLAC: the source's rate and channels, 24 bit.</summary>
    /// <param name="clipFile">The upload, under any name; it is only read.</param>
    /// <param name="trimmedFile">Where the window goes; it appears when it is complete.</param>
    public async Task<Validation> ValidateAndTrimAsync(string clipFile, string trimmedFile, CancellationToken cancellationToken)
    {
        if (await RawFile.JudgeAsync(clipFile, limits.MaxUploadMegabytes, cancellationToken) is { } unfit)
            return Validation.Reject(unfit);

        using var folder = folders.Create();
        File.CreateSymbolicLink(folder.File(InputGuard.ClipName), Path.GetFullPath(clipFile));
        try
        {
            return await ValidateAsync(folder, trimmedFile, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Validation.Reject(Rejections.ClipTooComplex(ffmpeg.Limit.TotalSeconds));
        }
    }

    private async Task<Validation> ValidateAsync(WorkFolder folder, string trimmedFile, CancellationToken cancellationToken)
    {
        var (probed, unfit) = await ClipProbe.ReadAsync(ffmpeg, folder, cancellationToken);
        if (probed is null)
            return Validation.Reject(unfit!);
        var decoded = await analyser.DecodeAsync(folder, probed, limits, cancellationToken);
        var meter = decoded.Meter;
        if (meter.Frames == 0)
            return Validation.Reject(Rejections.UnreadableAudio());
        if (meter.Damaged > 0)
            return Validation.Reject(Rejections.SamplesDamaged(meter.Damaged));
        if (meter.Seconds < limits.MinSeconds)
            return Validation.Reject(Rejections.ClipTooShort(meter.Seconds, limits.MinSeconds));

        var track = new SpeechTrack(decoded.Speech, activity.Detect(decoded.Speech, cancellationToken));
        var peak = meter.Levels.Peak(..);
        var window = WindowSearch.Choose(track, new CleanSpeech(track, meter.Levels, peak), limits, meter.Seconds);
        var seconds = WholeSeconds(meter, probed);
        var verdict = VerdictTable.Judge(seconds, window, meter, track, limits);
        if (Judge(verdict, track.Within(window)) is { } rejection)
            return Validation.Reject(rejection);

        await TrimAsync(folder, probed, window, meter.Seconds, peak, trimmedFile, cancellationToken);
        return Validation.Accept(new(seconds, seconds > limits.MaxSeconds, window, verdict, track.Within(window)));
    }

    /// <summary>What goes on after the part that is searched is not decoded: there the header is believed.</summary>
    private double WholeSeconds(ClipMeter meter, ProbedClip probed) =>
        meter.Seconds < limits.SearchSeconds ? meter.Seconds : Math.Max(meter.Seconds, probed.Duration.TotalSeconds);

    private Rejection? Judge(Verdict verdict, IReadOnlyList<SpeechSpan> speech)
    {
        var speechSeconds = speech.Sum(span => span.Seconds);
        if (speechSeconds < limits.MinSpeechSeconds)
        {
            var cancellation = verdict.Checks.Single(check => string.Equals(check.Name, Thresholds.StereoCancellation.Name, StringComparison.Ordinal));
            return cancellation is { Outcome: Grade.Poor, Value: { } lost }
                ? Rejections.StereoCancels(lost, Thresholds.StereoCancellation.Usable)
                : Rejections.NotEnoughSpeech(speechSeconds, limits.MinSpeechSeconds);
        }

        return limits.RejectBelow switch
        {
            RejectBelow.Usable when verdict.Grade > Grade.Usable => Rejections.GradeTooLow(verdict, Grade.Usable),
            RejectBelow.Good when verdict.Grade > Grade.Good => Rejections.GradeTooLow(verdict, Grade.Good),
            _ => null,
        };
    }

    private async Task TrimAsync(WorkFolder folder, ProbedClip probed, ClipWindow window, double decodedSeconds, float peak, string trimmedFile, CancellationToken cancellationToken)
    {
        var file = folder.File(ClipAnalyser.FirstWindow);
        var isFirst = window.StartSeconds == 0 && window.Seconds >= Math.Min(decodedSeconds, limits.MaxSeconds);
        if (!isFirst || peak > 1)
        {
            file = folder.File(ChosenWindow);
            await Trimming.WriteAsync(ffmpeg, folder, probed, window, 1 / Math.Max(1, peak), file, cancellationToken);
        }

        File.Move(file, trimmedFile, overwrite: true);
    }
}
