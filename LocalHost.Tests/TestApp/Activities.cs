using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace VoicePrep.TestApp;

public sealed class Activities(Journal journal)
{
    private static readonly Lock Gate = new();
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);
    private static int running;
    private static int mostRunning;

    [Function("Do")]
    public async Task<Done> DoAsync([ActivityTrigger] Work work, CancellationToken cancellationToken)
    {
        journal.Write($"begin {work.Name}");
        await Task.Delay(work.Milliseconds, cancellationToken);
        var attempts = journal.Count($"begin {work.Name}");
        if (attempts <= work.Failures)
            throw new IOException($"{work.Name} failed, attempt {attempts}");

        journal.Write($"end {work.Name}");
        return new(work.Name, attempts);
    }

    /// <summary>Waits until as many of these as the input says have run at once, and a little longer.</summary>
    /// <returns>The highest number of these that ever ran at once.</returns>
    [Function("Busy")]
    public static async Task<int> BusyAsync([ActivityTrigger] int atOnce, CancellationToken cancellationToken)
    {
        lock (Gate)
            mostRunning = Math.Max(mostRunning, ++running);
        for (
            var started = Stopwatch.GetTimestamp(); Volatile.Read(ref mostRunning) < atOnce
                && Stopwatch.GetElapsedTime(started) < WaitLimit;)
            await Task.Delay(20, cancellationToken);
        await Task.Delay(100, cancellationToken);
        lock (Gate)
        {
            running--;
            return mostRunning;
        }
    }

    [Function("Refuse")]
    public static void Refuse([ActivityTrigger] string? input) => throw new ArgumentNullException(nameof(input), "no");

    /// <returns>The trace that the invocation belongs to.</returns>
    [Function("TraceParent")]
    public static string? TraceParent([ActivityTrigger] string? input, FunctionContext context) => context.TraceContext.TraceParent;
}
