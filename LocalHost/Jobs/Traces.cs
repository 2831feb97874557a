using System.Diagnostics;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>
/// Durable writes the spans of orchestrations and activities only where someone listens, and without them a trace ends where an
/// orchestration is scheduled. The host exports none of them; they carry the trace to the worker, which does.
/// </summary>
internal static class Traces
{
    public static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "DurableTask.Core" or "WebJobs.Extensions.DurableTask",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
