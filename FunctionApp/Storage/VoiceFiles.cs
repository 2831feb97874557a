namespace VoicePrep.Storage;

/// <summary>The files of a voice that users may fetch.</summary>
public static class VoiceFiles
{
    /// <summary>Names that <c>GET /api/voices/ID/files/NAME</c> answers.</summary>
    public static IReadOnlyList<string> Public { get; } =
    [
        BlobNames.Reference,
        BlobNames.Embedding,
        BlobNames.TranscriptText,
        BlobNames.TranscriptSrt,
        BlobNames.TranscriptVtt,
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
