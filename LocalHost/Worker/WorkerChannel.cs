using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Worker;

/// <summary>One worker's stream: requests, answers with the requests' IDs, and the worker's log.</summary>
internal sealed class WorkerChannel(string workerId, WorkerLog log)
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> waiting = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? ended;

    public string WorkerId => workerId;

    /// <summary>Completes when the worker has connected.</summary>
    public Task Started => started.Task;

    /// <summary>Completes when the worker will answer nothing more; if it was killed, some 0.2 s before its exit is seen.</summary>
    public Task Ended => ending.Task;

    public IReadOnlyDictionary<string, string> Capabilities { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public void Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="WorkerProcessExitException">The worker is gone.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage request, CancellationToken cancellationToken = default)
    {
        if (request.RequestId.Length == 0)
            request.RequestId = Guid.NewGuid().ToString();
        var answer = waiting.GetOrAdd(request.RequestId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (ended is { } why)
            answer.TrySetException(new WorkerProcessExitException(why));
        Send(request);
        try
        {
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            waiting.TryRemove(request.RequestId, out _);
        }
    }

    /// <summary>Carries messages both ways until the worker is gone.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        started.TrySetResult();
        var writing = WriteAsync(writer, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                var message = incoming.Current;
                if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
                    log.Write(message.RpcLog);
                else if (waiting.TryGetValue(message.RequestId, out var answer))
                    answer.TrySetResult(message);
            }
        }
        catch (Exception e) when (IsEndOfStream(e))
        {
            // Reported below to all who wait for an answer.
        }
        End("The worker's stream ended.");
        await writing;
    }

    /// <summary>Ends the channel: all who wait for an answer get an exception.</summary>
    public void End(string why)
    {
        ended = why;
        ending.TrySetResult();
        outgoing.Writer.TryComplete();
        started.TrySetException(new WorkerProcessExitException(why));
        foreach (var answer in waiting.Values)
            answer.TrySetException(new WorkerProcessExitException(why));
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(cancellationToken))
                await writer.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (IsEndOfStream(e))
        {
            // The reading side reports it.
        }
    }

    private static bool IsEndOfStream(Exception e) =>
        e is IOException or OperationCanceledException or Grpc.Core.RpcException or InvalidOperationException;
}
