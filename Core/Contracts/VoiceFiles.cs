namespace VoicePrep.Contracts;

/// <summary>The files of a voice, by name.</summary>
public static class VoiceFiles
{
    /// <summary>What was asked for: written first, erased last.</summary>
    public const string Request = "request.json";

    public const string Profile = "profile.json";
    public const string Rejection = "rejection.json";
    public const string Reference = "reference.wav";
    public const string Embedding = "embedding.npy";
    public const string TranscriptText = "transcript.txt";
    public const string TranscriptSrt = "transcript.srt";
    public const string TranscriptVtt = "transcript.vtt";

    /// <summary>Data for drawing the recording, also a rejected one if any of it was decoded.</summary>
    public const string Waveform = "waveform.json";

    /// <summary>The files that users may fetch with <c>GET /api/voices/ID/files/NAME</c>.</summary>
    public static IReadOnlyList<string> Public => [.. Results, Waveform];

    /// <summary>What cloning needs of a completed voice.</summary>
    public static IReadOnlyList<string> Results { get; } =
    [
        Reference,
        Embedding,
        TranscriptText,
        TranscriptSrt,
        TranscriptVtt,
    ];

    /// <summary>Media type by the file's extension.</summary>
    public static string ContentType(string file) => Path.GetExtension(file) switch
    {
        ".json" => "application/json",
        ".wav" => "audio/wav",
        ".txt" => "text/plain; charset=utf-8",
        ".srt" => "application/x-subrip; charset=utf-8",
        ".vtt" => "text/vtt; charset=utf-8",
        _ => "application/octet-stream",
    };
}
