namespace VoicePrep.Contracts;

/// <summary>Why a voice failed: stable codes for faults of the service, never of the recording.</summary>
public static class FaultCodes
{
    public const string StorageUnavailable = "storage_unavailable";

    public const string ModelFailed = "model_failed";

    /// <summary>No more temporary files could be written.</summary>
    public const string DiskFull = "disk_full";

    public const string FileUnavailable = "file_unavailable";

    public const string TimedOut = "timed_out";

    /// <summary>An unknown fault, which may pass.</summary>
    public const string UnknownFault = "unknown_fault";

    /// <summary>A file from an earlier stage is damaged: a retry fails in the same way.</summary>
    public const string WorkDamaged = "work_damaged";

    /// <summary>An error in the code or its settings: a retry fails in the same way.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The preparation was terminated from outside, or its result was deleted.</summary>
    public const string PreparationEnded = "preparation_ended";
}
