using System.Diagnostics;

namespace VoicePrep.Testing;

/// <summary>Waits for what happens in another process.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Repeats <paramref name="attempt"/> until it gives a value.</summary>
    /// <param name="interval">Between two attempts; 20 ms where null.</param>
    public static async Task<T> IsAsync<T>(Func<Task<T?>> attempt, TimeSpan limit, string what, TimeSpan? interval = null)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < limit)
        {
            if (await attempt() is { } value)
            {
                return value;
            }

            await Task.Delay(interval ?? Interval);
        }

        throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}");
    }

    /// <summary>Repeats <paramref name="attempt"/> until it does not throw.</summary>
    public static async Task SucceedsAsync(Func<Task> attempt, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(started) < limit)
            {
                await Task.Delay(Interval);
            }
        }
    }
}
