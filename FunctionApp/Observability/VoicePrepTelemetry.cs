using System.Diagnostics;
using System.Diagnostics.Metrics;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Observability;

/// <summary>VoicePrep's meter and activity source, both named <see cref="Name"/>.</summary>
public sealed class VoicePrepTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "VoicePrep";

    private readonly ActivitySource source = new(Name);
    private readonly TimeProvider time;
    private readonly Histogram<double> stageDuration;
    private readonly Histogram<double> stageRealTimeFactor;
    private readonly Histogram<double> clipDuration;
    private readonly Histogram<double> queueWait;
    private readonly Counter<long> rejections;
    private readonly Counter<long> guards;
    private readonly Histogram<int> feedback;
    private Func<EngineStatus> engine = () => EngineStatus.None;

    public VoicePrepTelemetry(IMeterFactory meters, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        var meter = meters.Create(Name);
        var seconds = new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 45, 60, 120, 300],
        };
        var ratio = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] };
        stageDuration = meter.CreateHistogram("voiceprep.stage.duration", "s", "Time that one stage took", advice: seconds);
        stageRealTimeFactor = meter.CreateHistogram(
            "voiceprep.stage.real_time_factor", "1", "Time that one stage took, by the clip's length", advice: ratio);
        clipDuration = meter.CreateHistogram("voiceprep.clip.duration", "s", "Time from upload to profile or rejection", advice: seconds);
        queueWait = meter.CreateHistogram(
            "voiceprep.queue.wait", "s", "Time a clip waited for a place in the Whisper model", advice: seconds);
        rejections = meter.CreateCounter<long>("voiceprep.rejections", "{clip}", "Rejected clips, by code");
        guards = meter.CreateCounter<long>("voiceprep.guards.tripped", "{guard}", "Transcript guards that tripped, by reason");
        feedback = meter.CreateHistogram(
            "voiceprep.feedback.score",
            "{score}",
            "What users say of the clones, 1 to 5",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 3, 4, 5] });
        meter.CreateObservableGauge(
            "voiceprep.engine.ready", () => Read(e => e.IsReady ? 1 : 0), description: "1 where the Whisper model is loaded and healthy");
        meter.CreateObservableGauge(
            "voiceprep.engine.over_budget",
            () => Read(e => e.OverBudget ? 1 : 0),
            description: "1 where the model profile is over its memory budget");
        meter.CreateObservableGauge(
            "voiceprep.clips.waiting", () => Read(e => e.Waiting), "{clip}", "Clips that wait for a place in the Whisper model");
        meter.CreateObservableGauge("voiceprep.clips.running", () => Read(e => e.Running), "{clip}", "Clips that are being transcribed");
        meter.CreateObservableGauge(
            "voiceprep.gpu.memory", () => ReadKnown(e => e.GpuMemoryBytes), "By", "GPU memory of the model and its places");
        meter.CreateObservableGauge(
            "voiceprep.model.load.duration",
            () => ReadKnown(e => e.LoadDuration?.TotalSeconds),
            "s",
            "Time it took to load and warm up the Whisper model");
    }

    /// <summary>Sets how the observable instruments read the engine; called at each collection.</summary>
    public void Observe(Func<EngineStatus> engine) => this.engine = engine;

    /// <summary>
    /// Begins a stage of preparing a voice: opens a span in the clip's trace, and records the duration when disposed. Without
    /// <see cref="Stage.Complete"/> or <see cref="Stage.Reject"/> the outcome is <c>failed</c>.
    /// </summary>
    /// <param name="clipSeconds">Length of the whole clip; null if not yet known.</param>
    public Stage StartStage(string stage, string voiceId, double? clipSeconds = null) =>
        new(this, stage, Start(stage, voiceId)) { ClipSeconds = clipSeconds };

    /// <summary>Ends a clip's trace with the span that covers all of it.</summary>
    /// <param name="uploaded">When the clip was stored.</param>
    /// <param name="rejection">Code of the rejection; null if the voice is complete.</param>
    public void ClipFinished(string voiceId, DateTimeOffset uploaded, double? clipSeconds, bool? warm, string? rejection = null)
    {
        var now = time.GetUtcNow();
        var duration = now > uploaded ? now - uploaded : TimeSpan.Zero; // the clock may be behind storage's, or was set back
        var tags = Tags(clipSeconds, warm, rejection is null ? Outcome.Completed : Outcome.Rejected);
        clipDuration.Record(duration.TotalSeconds, tags);
        if (rejection is not null)
            rejections.Add(1, new KeyValuePair<string, object?>("code", rejection));

        using var activity = source.StartActivity(
            "prepareVoice", ActivityKind.Consumer, TraceOf(voiceId), tags, startTime: now - duration);
        activity?.SetTag("voiceprep.voice_id", voiceId).SetTag("voiceprep.rejection", rejection);
    }

    /// <summary>Records a user's opinion of a clone.</summary>
    /// <param name="score">1 to 5.</param>
    /// <param name="modelProfile">The model profile that prepared the voice.</param>
    public void FeedbackGiven(int score, string modelProfile) =>
        feedback.Record(score, new KeyValuePair<string, object?>("model_profile", modelProfile));

    public void Dispose() => source.Dispose();

    /// <summary>
    /// The trace of a clip, whose ID is the voice ID. So every process that works on a clip writes into the same trace, on any host,
    /// whatever context the host passes on; the span ID is that of a root that is never exported.
    /// </summary>
    internal static ActivityContext TraceOf(string voiceId) =>
        voiceId.Length == 32 && ActivityContext.TryParse($"00-{voiceId}-{voiceId[16..]}-01", null, isRemote: true, out var context)
            ? context
            : default;

    internal long Timestamp() => time.GetTimestamp();

    internal TimeSpan Elapsed(long since) => time.GetElapsedTime(since);

    internal void Record(Stage stage, long since)
    {
        var duration = Elapsed(since).TotalSeconds;
        var tags = Tags(stage.ClipSeconds, stage.Warm, stage.Outcome);
        tags.Add("stage", stage.Name);
        stageDuration.Record(duration, tags);
        if (stage is { Outcome: Outcome.Completed, ClipSeconds: > 0 })
            stageRealTimeFactor.Record(duration / stage.ClipSeconds.Value, tags);
    }

    internal void RecordQueued(TimeSpan queued) =>
        queueWait.Record(queued.TotalSeconds, new KeyValuePair<string, object?>("model_profile", engine().ModelProfile));

    internal void RecordGuard(string reason) =>
        guards.Add(1, new("guard", reason), new("model_profile", engine().ModelProfile));

    /// <summary>The length's bucket, named by its upper end in seconds as in the plan's table of targets.</summary>
    internal static string Bucket(double? clipSeconds) => clipSeconds switch
    {
        null => "unknown",
        <= 5 => "5",
        <= 10 => "10",
        <= 30 => "30",
        <= 60 => "60",
        _ => "over_60",
    };

    private Activity? Start(string name, string voiceId)
    {
        // The host's own span of this invocation, if any, belongs to another trace; a link points to it.
        var links = Activity.Current is { } host ? new[] { new ActivityLink(host.Context) } : null;
        return source.StartActivity(name, ActivityKind.Internal, TraceOf(voiceId), links: links)?.SetTag("voiceprep.voice_id", voiceId);
    }

    private TagList Tags(double? clipSeconds, bool? warm, string outcome) => new()
    {
        { "model_profile", engine().ModelProfile },
        { "clip_length", Bucket(clipSeconds) },
        { "warm", warm switch { true => "true", false => "false", null => "none" } },
        { "outcome", outcome },
    };

    private Measurement<int> Read(Func<EngineStatus, int> value)
    {
        var status = engine();
        return new(value(status), EngineTags(status));
    }

    private IEnumerable<Measurement<T>> ReadKnown<T>(Func<EngineStatus, T?> value)
        where T : struct
    {
        var status = engine();
        return value(status) is { } known ? [new(known, EngineTags(status))] : [];
    }

    private static KeyValuePair<string, object?>[] EngineTags(EngineStatus status) =>
        [new("model_profile", status.ModelProfile), new("device", status.Device)];
}
