using System.Diagnostics;

namespace VoicePrep.Testing;

/// <summary>Waits for something to happen in another process.</summary>
public static class Eventually
{
    /// <summary>Only a hang takes this long, even on a slow machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Repeats <paramref name="attempt"/> until it gives a value.</summary>
    /// <param name="what">Told where it does not within <see cref="Limit"/>.</param>
    /// <param name="interval">Between two attempts; one that grows with the wait where null.</param>
    public static async Task<T> IsAsync<T>(Func<Task<T?>> attempt, Func<string> what, TimeSpan? interval = null)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Limit)
        {
            if (await attempt() is { } value)
                return value;

            await Task.Delay(interval ?? Pause(started));
        }

        throw new TimeoutException($"Not within {Limit.TotalSeconds} s: {what()}");
    }

    /// <summary>Repeats <paramref name="attempt"/> until it does not throw.</summary>
    public static Task SucceedsAsync(Action attempt) => SucceedsAsync(() =>
    {
        attempt();
        return Task.CompletedTask;
    });

    /// <summary>Repeats <paramref name="attempt"/> until it does not throw.</summary>
    public static async Task SucceedsAsync(Func<Task> attempt)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(started) < Limit)
            {
                await Task.Delay(Pause(started));
            }
        }
    }

    /// <summary>Asked ten times a second, a service that is slow spends as much time on its answers as on what is waited for.</summary>
    private static TimeSpan Pause(long started) =>
        TimeSpan.FromMilliseconds(Math.Clamp(Stopwatch.GetElapsedTime(started).TotalMilliseconds / 3, 50, 500));
}
