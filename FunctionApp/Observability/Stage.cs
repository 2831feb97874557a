using System.Diagnostics;

namespace VoicePrep.Observability;

/// <summary>One stage of preparing a voice, from <see cref="VoicePrepTelemetry.StartStage"/> until it is disposed.</summary>
public sealed class Stage : IDisposable
{
    private readonly VoicePrepTelemetry telemetry;
    private readonly Activity? activity;
    private readonly long started;

    internal Stage(VoicePrepTelemetry telemetry, string name, Activity? activity)
    {
        this.telemetry = telemetry;
        this.activity = activity;
        Name = name;
        started = telemetry.Timestamp();
    }

    public string Name { get; }

    /// <summary>Time since the stage began.</summary>
    public TimeSpan Elapsed => telemetry.Elapsed(started);

    /// <summary>Length of the whole clip. Seconds.</summary>
    public double? ClipSeconds { get; set; }

    /// <summary>Whether the model was loaded before the stage began; null if the stage needs no model.</summary>
    public bool? Warm { get; set; }

    internal string Outcome { get; private set; } = Observability.Outcome.Failed;

    /// <summary>Marks the stage as completed.</summary>
    public void Complete() => Outcome = Observability.Outcome.Completed;

    /// <summary>Marks the stage as having found that the clip cannot be used.</summary>
    /// <param name="code">Code of the rejection.</param>
    public void Reject(string code)
    {
        Outcome = Observability.Outcome.Rejected;
        activity?.SetTag("voiceprep.rejection", code);
    }

    /// <summary>Records how long the transcription waited for a place, and which guards tripped.</summary>
    public void Transcribed(TimeSpan queued, IEnumerable<string> guards)
    {
        telemetry.RecordQueued(queued);
        activity?.SetTag("voiceprep.queued_seconds", queued.TotalSeconds);
        foreach (var guard in guards)
            telemetry.RecordGuard(guard);
    }

    public void Dispose()
    {
        telemetry.Record(this, started);
        activity?.SetTag("outcome", Outcome).SetTag("clip_length", VoicePrepTelemetry.Bucket(ClipSeconds)).SetTag("warm", Warm);
        if (Outcome == Observability.Outcome.Failed)
            activity?.SetStatus(ActivityStatusCode.Error);

        activity?.Dispose();
    }
}
