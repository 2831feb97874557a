using System.Diagnostics;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Service;

/// <summary>One clip on its way through the service, as it is shown while it is followed.</summary>
internal sealed class Follow(string name)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly Stopwatch elapsed = Stopwatch.StartNew();

    /// <summary>The file's name, or the voice's ID.</summary>
    public string Name { get; } = name;

    /// <summary>What happens now, for the live line.</summary>
    public string Step { get; private set; } = "uploading";

    public TimeSpan Elapsed => elapsed.Elapsed;

    /// <summary>Where the voice stood last; null before the service knew it.</summary>
    public VoiceStatus? Status { get; private set; }

    /// <summary>Why it could not be followed to the end; null otherwise.</summary>
    public string? Problem { get; private set; }

    public bool Succeeded => Status?.Status == VoiceState.Completed;

    /// <summary>Starts the voice and follows it until it is done; faults end in <see cref="Problem"/>.</summary>
    public async Task RunAsync(VoiceClient client, Func<Task<string>> start, CancellationToken cancellation)
    {
        try
        {
            var id = await start();
            while ((Status = await client.GetAsync(id, cancellation)) is { Status: VoiceState.Queued or VoiceState.Running })
            {
                Step = Status.Stage ?? "queued";
                await Task.Delay(Interval, cancellation);
            }

            Step = Status.Status.ToString().ToLowerInvariant();
        }
        catch (ServiceException e)
        {
            Problem = e.Message;
            Step = "failed";
        }
        finally
        {
            elapsed.Stop();
        }
    }
}
