using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Worker;

/// <summary>A function threw. Durable reads type, message and stack from exactly this form of message.</summary>
internal sealed class WorkerFailureException(StatusResult result)
    : Exception($"Result: {result.Result}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");
