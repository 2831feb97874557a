using System.Reflection;
using System.Text.Json;
using Azure;
using Microsoft.DurableTask;
using VoicePrep.Contracts;
using VoicePrep.Speech.Native;

namespace VoicePrep.Pipeline;

/// <summary>Decides which failures of an activity are transient, and what users are told about one that ended a preparation.</summary>
internal static class Failures
{
    /// <summary>
    /// Errors in the code, its settings or the data, with which the next attempt would fail in the same way. Everything else may be
    /// transient: faults of storage, disk, GPU and worker have many types, and a lost clip is worse than a late answer.
    /// </summary>
    private static readonly Type[] Lasting =
    [
        typeof(ArgumentException),
        typeof(InvalidOperationException),
        typeof(NotSupportedException),
        typeof(FormatException),
        typeof(InvalidDataException),
        typeof(JsonException),
        typeof(ArithmeticException),
        typeof(InvalidCastException),
        typeof(NullReferenceException),
        typeof(IndexOutOfRangeException),
        typeof(KeyNotFoundException),
    ];

    private static readonly string[] DiskFull = ["No space left on device", "Disk quota exceeded"];

    /// <summary>
    /// Twelve attempts within three and a half minutes, in which storage, disk, GPU or worker may recover. When a worker dies, each voice
    /// that it was preparing loses an attempt: eight were too few for a worker that died every few seconds.
    /// </summary>
    public static TaskOptions Retry { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 12,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromSeconds(30))
    {
        HandleFailure = IsTransient,
    });

    /// <summary>True if another attempt may succeed.</summary>
    public static bool IsTransient(TaskFailureDetails failure) =>
        // thrown when the app stops
        IsOf(failure, typeof(ObjectDisposedException)) || !Lasting.Any(type => IsOf(failure, type));

    /// <summary>The code of a failure. No code is used for both transient and lasting failures, so it tells a client what to do.</summary>
    public static string CodeOf(TaskFailureDetails cause) => cause switch
    {
        _ when !IsTransient(cause) => IsOf(cause, typeof(InvalidDataException)) ? FaultCodes.WorkDamaged : FaultCodes.InternalError,
        _ when IsOf(cause, typeof(RequestFailedException)) || IsOf(cause, typeof(AggregateException)) => FaultCodes.StorageUnavailable,
        _ when IsOf(cause, typeof(WhisperException)) => FaultCodes.ModelFailed,
        _ when IsOf(cause, typeof(IOException)) && DiskFull.Any(words => cause.ErrorMessage.Contains(words, StringComparison.Ordinal)) =>
            FaultCodes.DiskFull,
        _ when IsOf(cause, typeof(IOException)) => FaultCodes.FileUnavailable,
        _ when IsOf(cause, typeof(TimeoutException)) || IsOf(cause, typeof(OperationCanceledException)) => FaultCodes.TimedOut,
        _ => FaultCodes.UnknownFault,
    };

    /// <summary>A voice whose preparation ended without a result: why, and what to do. The exception's text goes to the log.</summary>
    /// <param name="stage">The stage in which it ended; see <see cref="StageNames"/>.</param>
    /// <param name="code">See <see cref="FaultCodes"/>.</param>
    public static VoiceStatus Describe(string voiceId, string? stage, string code) =>
        new(voiceId, VoiceState.Failed, stage, Error: Word(voiceId, stage, code), ErrorCode: code);

    private static string Word(string voiceId, string? stage, string code)
    {
        var again = $"start it again with POST /api/voices/{voiceId}/retry";
        if (code == FaultCodes.PreparationEnded)
            return $"The preparation was terminated from outside, or its result was deleted: {again}.";

        var told = $"The service failed, not the recording, {During(stage)}: {Cause(code)}.";
        return code is not (FaultCodes.WorkDamaged or FaultCodes.InternalError)
            ? $"{told} This may have passed by now: {again}."
            : $"{told} It will happen again until whoever runs the service has removed the cause, "
                + $"which is in its log under this ID; then {again}.";
    }

    private static string During(string? stage) => stage switch
    {
        StageNames.ConvertAudio => "while it converted the clip",
        StageNames.TranscribeAndEmbed => "while it transcribed the clip",
        StageNames.PrepareRecordings => "while it prepared the recordings",
        StageNames.JoinRecordings => "while it joined the recordings",
        _ => "while it checked the clip",
    };

    private static string Cause(string code) => code switch
    {
        FaultCodes.StorageUnavailable => "storage did not answer",
        FaultCodes.ModelFailed => "the speech model could not compute",
        FaultCodes.WorkDamaged => "a file that it had made is damaged",
        FaultCodes.DiskFull => "its disk was full",
        FaultCodes.FileUnavailable => "a file could not be written or read",
        FaultCodes.TimedOut => "it took too long",
        _ => "an error in the service",
    };

    private static bool IsOf(TaskFailureDetails failure, Type type)
    {
        try
        {
            return failure.IsCausedBy(type);
        }
        catch (AmbiguousMatchException)
        {
            return false; // none of these types has a name that occurs in several assemblies
        }
    }
}
