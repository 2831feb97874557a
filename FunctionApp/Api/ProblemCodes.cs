namespace VoicePrep.Api;

/// <summary>Stable codes of problem documents, beside those of <see cref="Audio.Verdicts.RejectionCodes"/>.</summary>
internal static class ProblemCodes
{
    /// <summary>404: no voice has the ID.</summary>
    public const string VoiceNotFound = "voice_not_found";

    /// <summary>404: the voice is being prepared, was rejected or has failed, and lacks what is asked for.</summary>
    public const string VoiceNotComplete = "voice_not_complete";

    /// <summary>404: a voice has no file of the name.</summary>
    public const string FileNotFound = "file_not_found";

    /// <summary>404: the container has no such clip.</summary>
    public const string ClipNotFound = "clip_not_found";

    /// <summary>400: the body does not match its headers.</summary>
    public const string MalformedRequest = "malformed_request";

    /// <summary>400: a parameter in the query has a value that is not allowed.</summary>
    public const string ParameterInvalid = "parameter_invalid";

    /// <summary>400: a voice was requested with no recordings, or with too many.</summary>
    public const string RecordingsInvalid = "recordings_invalid";

    /// <summary>400: a score or a comment is out of its limits.</summary>
    public const string FeedbackInvalid = "feedback_invalid";

    /// <summary>408: the body arrives too slowly.</summary>
    public const string UploadTooSlow = "upload_too_slow";

    /// <summary>409: two embeddings of different models cannot be compared.</summary>
    public const string ModelsDiffer = "models_differ";

    /// <summary>503: storage does not answer.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>503: there is no room for temporary files.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>500: an error in the service.</summary>
    public const string InternalError = "internal_error";
}
