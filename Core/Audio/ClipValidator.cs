using Microsoft.Extensions.Options;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Measures;
using VoicePrep.Audio.Probing;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Audio.Window;
using VoicePrep.Computing;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>Decides whether an upload can be used, measures it, and cuts the part that is used.</summary>
public sealed class ClipValidator(FfmpegRunner ffmpeg, VoiceActivity activity, IOptions<ClipOptions> options)
{
    private const float FaintestPeak = 1 / 32768f; // less than a step of 16 bits is silence
    private const float LeastPeak = 0.01f; // what is quieter voice activity does not raise to where it finds speech

    private const double LeastVoiced = 2; // s

    private readonly ClipAnalyser analyser = new(ffmpeg);
    private readonly ClipOptions limits = options.Value;

    /// <summary>
    /// Validates <see cref="WorkFolder.Clip"/> and, if it is accepted, writes <see cref="WorkFolder.Trimmed"/>: mono, at the source's
    /// rate, 24 bit.
    /// </summary>
    public async Task<Validation> ValidateAndTrimAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        if (await RawFile.JudgeAsync(folder.Clip, limits.MaxUploadMegabytes, cancellationToken) is { } unfit)
            return new Validation.Rejected(unfit);

        try
        {
            return await ValidateAsync(folder, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new Validation.Rejected(Rejections.ClipTooComplex(ffmpeg.Limit.TotalSeconds));
        }
    }

    private async Task<Validation> ValidateAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        var (tracks, unfit) = await ClipProbe.ReadAsync(ffmpeg, folder, cancellationToken);
        if (unfit is not null)
            return new Validation.Rejected(unfit);
        var (decoded, talkers, track) = await HearAsync(folder, tracks, cancellationToken);
        var (clip, meter) = (decoded.Clip, decoded.Meter);
        if (meter.Frames == 0)
            return new Validation.Rejected(Rejections.UnreadableAudio());
        if (meter.Damaged > 0)
            return new Validation.Rejected(Rejections.SamplesDamaged(meter.Damaged));
        if (meter.Seconds < limits.MinSeconds)
            return new Validation.Rejected(
                Rejections.ClipTooShort(meter.Seconds, limits.MinSeconds, Damage.Share(decoded, limits) > Thresholds.Damage.Good),
                Waveform.Of(track, meter.Seconds, window: null, limits.Window));

        var window = WindowSearch.Choose(
            track,
            new CleanSpeech(track, meter.Levels, meter.Levels.Peak(..)),
            limits.Window,
            limits.MinSeconds,
            limits.MaxSeconds,
            meter.Seconds);
        var seconds = WholeSeconds(meter, clip);
        var verdict = VerdictTable.Judge(seconds, window, meter, track, limits)
            .With(Thresholds.Damage.Judge(Damage.Share(decoded, limits)))
            .With(Thresholds.ChannelTalkers.Judge(talkers));
        if (clip.LossyCodec is { } codec)
            verdict = verdict.With(Thresholds.BitRate(codec).Judge(clip.BitRate));
        var waveform = Waveform.Of(track, seconds, window, limits.Window);
        if (Judge(verdict, track, window, meter, cancellationToken) is { } rejection)
            return new Validation.Rejected(rejection, waveform);

        await Trimming.WriteAsync(ffmpeg, folder, decoded, window, cancellationToken);
        return new Validation.Accepted(
            new(
                seconds,
                seconds > limits.MaxSeconds,
                window,
                verdict,
                Speech(track, window),
                clip.Track + 1,
                clip.Heard?.Select(channel => channel + 1).ToArray()),
            waveform);
    }

    /// <summary>The first track with enough speech, or else the one with the most.</summary>
    private async Task<Heard> HearAsync(WorkFolder folder, IReadOnlyList<ProbedClip> tracks, CancellationToken cancellationToken)
    {
        Heard? best = null;
        foreach (var track in tracks)
        {
            var heard = await HearAsync(folder, track, cancellationToken);
            if (best is null || heard.Speech.Seconds > best.Speech.Seconds)
                best = heard;
            if (best.Speech.Seconds >= limits.MinSpeechSeconds)
                break;
        }

        return best!;
    }

    private async Task<Heard> HearAsync(WorkFolder folder, ProbedClip clip, CancellationToken cancellationToken)
    {
        var decoded = await analyser.DecodeAsync(folder, clip, limits, cancellationToken);
        var channels = decoded.Speech;
        var choice = decoded.Meter.Damaged > 0
            ? new(null, 1)
            : await ComputeThread.RunAsync(() => ChannelChoice.Of(channels, clip.Bass, activity, cancellationToken));
        if (choice.Heard is not null)
            decoded = await analyser.DecodeAsync(folder, clip with { Heard = choice.Heard }, limits, cancellationToken);
        // Voice activity cannot judge what is not a number.
        var samples = decoded.Meter.Damaged > 0 ? [] : decoded.Mix();
        return new(
            decoded,
            choice.Talkers,
            await ComputeThread.RunAsync(() => new SpeechTrack(samples, choice.Speech ?? activity.Detect(samples, cancellationToken))));
    }

    /// <summary>What comes after the searched part is not decoded: there the header is believed.</summary>
    private double WholeSeconds(ClipMeter meter, ProbedClip probed) =>
        meter.Seconds < limits.SearchSeconds ? meter.Seconds : Math.Max(meter.Seconds, probed.Duration.TotalSeconds);

    /// <summary>Null, for all of it, where a voice is let through that is not recognised as speech.</summary>
    private static IReadOnlyList<SpeechSpan>? Speech(SpeechTrack track, ClipWindow window) =>
        track.Within(window) is { Count: > 0 } speech ? speech : null;

    private Rejection? Judge(Verdict verdict, SpeechTrack track, ClipWindow window, ClipMeter meter, CancellationToken cancellationToken)
    {
        if (track.Within(window).Sum(span => span.Seconds) is var seconds && seconds < limits.MinSpeechSeconds)
            return ExplainMissingSpeech(verdict, seconds, track, meter, cancellationToken);

        return limits.RejectBelow switch
        {
            RejectBelow.Usable when verdict.Grade > Grade.Usable => Rejections.GradeTooLow(verdict, Grade.Usable),
            RejectBelow.Good when verdict.Grade > Grade.Good => Rejections.GradeTooLow(verdict, Grade.Good),
            _ => null,
        };
    }

    private Rejection ExplainMissingSpeech(
        Verdict verdict, double speechSeconds, SpeechTrack track, ClipMeter meter, CancellationToken cancellationToken)
    {
        var cancellation = verdict.Checks.Single(check =>
            string.Equals(check.Name, Thresholds.StereoCancellation.Name, StringComparison.Ordinal));
        if (cancellation is { Outcome: Grade.Poor, Value: { } lost })
            return Rejections.StereoCancels(lost, Thresholds.StereoCancellation.Usable);
        var (peak, voiced) = (meter.Levels.Peak(..), VoicedSound.Seconds(track.Samples, cancellationToken));
        var isVoiced = voiced >= Math.Max(LeastVoiced, limits.MinSpeechSeconds);
        if (peak < LeastPeak && (peak > FaintestPeak || isVoiced))
            return Rejections.ClipTooQuiet(Decibels.OfMagnitude(peak), Decibels.OfMagnitude(LeastPeak));
        if (isVoiced)
            return Rejections.VoiceNotRecognised(
                voiced,
                meter.Loudness.Integrated(..meter.BlockCount) ?? LoudnessMeter.AbsoluteGate,
                speechSeconds,
                limits.MinSpeechSeconds);
        return meter.Seconds < limits.SearchSeconds
            ? Rejections.NotEnoughSpeech(speechSeconds, limits.MinSpeechSeconds)
            : Rejections.NotEnoughSpeechSearched(speechSeconds, limits.MinSpeechSeconds, limits.SearchSeconds);
    }

    private sealed record Heard(DecodedClip Decoded, int Talkers, SpeechTrack Speech);
}
