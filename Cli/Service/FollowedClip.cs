using System.Diagnostics;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Service;

/// <summary>One clip on its way through the service, as it is shown while it is followed.</summary>
/// <param name="name">The file's name, or the voice's ID.</param>
/// <param name="step">What happens first.</param>
internal sealed class FollowedClip(string name, string step = "uploading")
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(1); // the service's own Retry-After

    private readonly Stopwatch elapsed = Stopwatch.StartNew();

    /// <summary>The file's name, or the voice's ID.</summary>
    public string Name { get; } = name;

    /// <summary>What happens now, for the live line.</summary>
    public string Step { get; private set; } = step;

    public TimeSpan Elapsed => elapsed.Elapsed;

    /// <summary>A tenth of the time so far, because each request takes resources from the clips that are being prepared.</summary>
    private TimeSpan Interval => TimeSpan.FromTicks(Math.Clamp(Elapsed.Ticks / 10, ShortestInterval.Ticks, LongestInterval.Ticks));

    /// <summary>The voice's last known state; null until the service knows it.</summary>
    public VoiceStatus? Status { get; private set; }

    /// <summary>Why it could not be followed to the end; null otherwise.</summary>
    public string? Problem { get; private set; }

    public bool Succeeded => Problem is null && Status?.Status == VoiceState.Completed;

    /// <summary>Records why the clip could not be prepared, or its files could not be saved.</summary>
    public void Fail(string problem)
    {
        Problem = problem;
        Step = "failed";
    }

    /// <summary>Whether an exception does not affect the other clips.</summary>
    public static bool IsOfOneClip(Exception e) =>
        e is ServiceException or CommandException or IOException or UnauthorizedAccessException or HttpRequestException;

    /// <summary>Starts the voice and follows it until it is done; faults end in <see cref="Problem"/>.</summary>
    public async Task RunAsync(VoiceClient client, Func<Task<string>> start, CancellationToken cancellationToken)
    {
        try
        {
            var id = await start();
            while ((Status = await client.GetAsync(id, cancellationToken)) is { Status: VoiceState.Queued or VoiceState.Running })
            {
                Step = Status.Stage ?? "queued";
                await Task.Delay(Interval, cancellationToken);
            }

            Step = Status.Status.ToString().ToLowerInvariant();
        }
        catch (Exception e) when (IsOfOneClip(e))
        {
            Fail(e.Message);
        }
        finally
        {
            elapsed.Stop();
        }
    }
}
