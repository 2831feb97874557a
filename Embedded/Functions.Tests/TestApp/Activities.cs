using Microsoft.Azure.Functions.Worker;

namespace Embedded.TestApp;

public sealed class Activities(Journal journal)
{
    private static int running;
    private static int mostRunning;

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
        var now = Interlocked.Increment(ref running);
        InterlockedMax(ref mostRunning, now);
        await Task.Delay(50 + number);
        Interlocked.Decrement(ref running);
        return mostRunning;
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
