using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Worker;

/// <summary>A function threw an exception. Durable parses type, message and stack from a message of exactly this form.</summary>
internal sealed class WorkerFailureException(StatusResult result)
    : Exception($"Result: {result.Result}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}");
