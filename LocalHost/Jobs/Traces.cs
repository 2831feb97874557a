using System.Diagnostics;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>
/// Durable creates the spans of orchestrations and activities only if someone listens, and without them a trace ends where an
/// orchestration is scheduled. The host exports none of them, but they carry the trace on to the worker, which does.
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
