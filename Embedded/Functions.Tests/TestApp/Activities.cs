using Microsoft.Azure.Functions.Worker;

namespace Embedded.TestApp;

public sealed class Activities(Journal journal)
{
    private static int s_running;
    private static int s_mostRunning;

    [Function("Do")]
    public async Task<Done> DoAsync([ActivityTrigger] Work work, FunctionContext context, CancellationToken cancellation)
    {
        journal.Write($"begin {work.Name}");
        await Task.Delay(work.Milliseconds, cancellation);
        var attempts = journal.Count($"begin {work.Name}");
        if (attempts <= work.Failures)
            throw new IOException($"{context.FunctionDefinition.Name} failed, attempt {attempts}");

        journal.Write($"end {work.Name}");
        return new(work.Name, attempts);
    }

    /// <summary>Answers with the highest number of these that ever ran at once.</summary>
    [Function("Busy")]
    public static async Task<int> BusyAsync([ActivityTrigger] int number)
    {
        var running = Interlocked.Increment(ref s_running);
        InterlockedMax(ref s_mostRunning, running);
        await Task.Delay(50 + number);
        Interlocked.Decrement(ref s_running);
        return s_mostRunning;
    }

    [Function("Refuse")]
    public static void Refuse([ActivityTrigger] string? input) => throw new ArgumentNullException(nameof(input), "no");

    private static void InterlockedMax(ref int target, int value)
    {
        int current;
        while ((current = target) < value)
            Interlocked.CompareExchange(ref target, value, current);
    }
}
