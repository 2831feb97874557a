using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using VoicePrep.Observability;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Tests.Observability;

public sealed class VoicePrepTelemetryTests : IDisposable
{
    private const string VoiceId = "0123456789abcdef0123456789abcdef";

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
    private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> measured = [];
    private readonly List<Activity> spans = [];
    private readonly MeterListener meters = new();
    private readonly ActivityListener activities;
    private readonly VoicePrepTelemetry telemetry;

    public VoicePrepTelemetryTests()
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory)
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            measured.Add((instrument.Name, value, new(tags.ToArray()))));
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            measured.Add((instrument.Name, value, new(tags.ToArray()))));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
            measured.Add((instrument.Name, value, new(tags.ToArray()))));
        meters.Start();

        var test = Activity.Current = new Activity("test").Start();
        activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == VoicePrepTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            // Other tests may write into the same source; these spans carry this test's link or voice.
            ActivityStopped = span =>
            {
                if (span.TraceId.ToHexString() == VoiceId
                    && (span.Kind == ActivityKind.Consumer || span.Links.Any(link => link.Context.TraceId == test.TraceId)))
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(activities);
        telemetry = new VoicePrepTelemetry(factory, time);
    }

    public void Dispose()
    {
        telemetry.Dispose();
        activities.Dispose();
        meters.Dispose();
        services.Dispose();
    }

    [Fact]
    public void FeedbackGiven_Score_IsMeasuredByModelProfile()
    {
        telemetry.FeedbackGiven(4, "base-float16");

        var (_, value, tags) = Assert.Single(measured, m => m.Instrument == "voiceprep.feedback.score");
        Assert.Equal((4, "base-float16"), (value, tags["model_profile"]));
    }

    [Fact]
    public void StartStage_Completed_RecordsDurationAndRealTimeFactorWithTags()
    {
        telemetry.Observe(() => Status() with { ModelProfile = "base-float16" });

        using (var stage = telemetry.StartStage("transcribeAndEmbed", VoiceId, clipSeconds: 20))
        {
            time.Advance(TimeSpan.FromSeconds(5));
            stage.Warm = true;
            stage.Complete();
        }

        var (_, duration, tags) = Assert.Single(measured, m => m.Instrument == "voiceprep.stage.duration");
        Assert.Equal(5, duration);
        Assert.Equal("transcribeAndEmbed", tags["stage"]);
        Assert.Equal("base-float16", tags["model_profile"]);
        Assert.Equal("30", tags["clip_length"]);
        Assert.Equal("true", tags["warm"]);
        Assert.Equal("completed", tags["outcome"]);
        Assert.Equal(0.25, Assert.Single(measured, m => m.Instrument == "voiceprep.stage.real_time_factor").Value);
    }

    [Fact]
    public void StartStage_NeitherCompletedNorRejected_IsFailedWithErrorSpan()
    {
        telemetry.StartStage("convertAudio", VoiceId).Dispose();

        Assert.Equal("failed", Assert.Single(measured).Tags["outcome"]);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(spans).Status);
    }

    [Fact]
    public void StartStage_Rejected_NamesTheCodeAndIsNoError()
    {
        using (var stage = telemetry.StartStage("validateAndTrim", VoiceId))
            stage.Reject("clip_too_short");

        var span = Assert.Single(spans);
        Assert.Equal("clip_too_short", span.GetTagItem("voiceprep.rejection"));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal("rejected", Assert.Single(measured).Tags["outcome"]);
    }

    [Fact]
    public void Spans_OfOneVoiceFromDifferentProcesses_ShareTheTraceOfItsId()
    {
        using var otherProcess = new VoicePrepTelemetry(services.GetRequiredService<IMeterFactory>(), time);
        telemetry.StartStage("validateAndTrim", VoiceId).Dispose();
        otherProcess.StartStage("convertAudio", VoiceId).Dispose();
        telemetry.ClipFinished(VoiceId, time.GetUtcNow(), 12, warm: true);

        Assert.Equal(["validateAndTrim", "convertAudio", "prepareVoice"], spans.Select(span => span.OperationName));
        Assert.All(spans, span => Assert.Equal(VoiceId, span.TraceId.ToHexString()));
        Assert.Single(spans.Select(span => span.ParentSpanId).Distinct());
    }

    [Fact]
    public void StartStage_InsideTheHostsSpan_LinksToIt()
    {
        telemetry.StartStage("convertAudio", VoiceId).Dispose();

        Assert.Equal(Activity.Current!.SpanId, Assert.Single(Assert.Single(spans).Links).Context.SpanId);
    }

    [Fact]
    public void ClipFinished_Completed_CoversTheTimeSinceUpload()
    {
        var uploaded = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(7));

        telemetry.ClipFinished(VoiceId, uploaded, clipSeconds: 8, warm: true);

        var (instrument, seconds, tags) = Assert.Single(measured);
        Assert.Equal("voiceprep.clip.duration", instrument);
        Assert.Equal(7, seconds);
        Assert.Equal("10", tags["clip_length"]);
        Assert.Equal(uploaded.UtcDateTime, Assert.Single(spans).StartTimeUtc);
    }

    [Fact]
    public void ClipFinished_Rejected_CountsTheCode()
    {
        telemetry.ClipFinished(VoiceId, time.GetUtcNow(), clipSeconds: 3, warm: null, rejection: "clip_too_short");

        Assert.Equal("clip_too_short", Assert.Single(measured, m => m.Instrument == "voiceprep.rejections").Tags["code"]);
        Assert.Equal("rejected", Assert.Single(measured, m => m.Instrument == "voiceprep.clip.duration").Tags["outcome"]);
    }

    [Fact]
    public void Transcribed_WithGuards_RecordsWaitAndEachGuard()
    {
        using (var stage = telemetry.StartStage("transcribeAndEmbed", VoiceId))
        {
            stage.Transcribed(TimeSpan.FromSeconds(2), ["repetition", "no_speech"]);
            stage.Complete();
        }

        Assert.Equal(2, Assert.Single(measured, m => m.Instrument == "voiceprep.queue.wait").Value);
        Assert.Equal(
            ["repetition", "no_speech"], measured.Where(m => m.Instrument == "voiceprep.guards.tripped").Select(m => m.Tags["guard"]));
    }

    [Fact]
    public void Observe_LoadedEngine_TellsHowLongThatTook()
    {
        telemetry.Observe(() => Status() with { ModelProfile = "small-int8", LoadDuration = TimeSpan.FromSeconds(3) });
        meters.RecordObservableInstruments();

        var (_, seconds, tags) = Assert.Single(measured, m => m.Instrument == "voiceprep.model.load.duration");
        Assert.Equal(3, seconds);
        Assert.Equal("small-int8", tags["model_profile"]);
    }

    [Fact]
    public void Observe_Engine_ReadsItAtEachCollection()
    {
        var status = Status() with { GpuMemoryBytes = 400_000_000, Waiting = 2 };
        telemetry.Observe(() => status);
        meters.RecordObservableInstruments();
        status = status with { Waiting = 5 };
        meters.RecordObservableInstruments();

        Assert.Equal([2, 5], measured.Where(m => m.Instrument == "voiceprep.clips.waiting").Select(m => m.Value));
        Assert.All(measured, m => Assert.Equal("cuda", m.Tags["device"]));
        Assert.Equal(400_000_000, measured.First(m => m.Instrument == "voiceprep.gpu.memory").Value);
    }

    [Fact]
    public void Observe_EngineOnCpu_TellsNoGpuMemory()
    {
        telemetry.Observe(() => Status() with { Device = "cpu", GpuMemoryBytes = null });
        meters.RecordObservableInstruments();

        Assert.DoesNotContain(measured, m => m.Instrument == "voiceprep.gpu.memory");
        Assert.Contains(measured, m => m.Instrument == "voiceprep.engine.ready" && Equals(m.Tags["device"], "cpu"));
    }

    [Theory]
    [InlineData(null, "unknown")]
    [InlineData(5.0, "5")]
    [InlineData(5.1, "10")]
    [InlineData(30.0, "30")]
    [InlineData(60.0, "60")]
    [InlineData(61.0, "over_60")]
    public void Bucket_Length_IsNamedByItsUpperEnd(double? seconds, string bucket) =>
        Assert.Equal(bucket, VoicePrepTelemetry.Bucket(seconds));

    private static EngineStatus Status() => EngineStatus.None with { ModelProfile = "base-float16", Device = "cuda", IsReady = true };
}
