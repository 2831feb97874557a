using System.Collections.Concurrent;
using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Worker;

/// <summary>Writes the worker's log entries to the host's log, in the worker's own categories and with the function's name.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    private const string NoCategory = "Worker";

    private readonly ConcurrentDictionary<string, ILogger> byCategory = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> functions = new(StringComparer.Ordinal);

    /// <summary>Associates an invocation with its function until the result is disposed of.</summary>
    public IDisposable Name(string invocationId, string function)
    {
        functions[invocationId] = function;
        return new Invocation(this, invocationId);
    }

    public void Write(RpcLog entry)
    {
        var logger = byCategory.GetOrAdd(entry.Category.Length > 0 ? entry.Category : NoCategory, loggers.CreateLogger);
        var text = entry.Exception is { } e ? $"{entry.Message}\n{e.Message}\n{e.StackTrace}" : entry.Message;
        if (functions.TryGetValue(entry.InvocationId, out var function))
            text = $"{text} [{function} {entry.InvocationId}]";
#pragma warning disable CA1848, CA2254 // The text is the worker's own.
        logger.Log((LogLevel)entry.Level, "{Text}", text);
#pragma warning restore CA1848, CA2254
    }

    private sealed class Invocation(WorkerLog log, string id) : IDisposable
    {
        public void Dispose() => log.functions.TryRemove(id, out _);
    }
}
