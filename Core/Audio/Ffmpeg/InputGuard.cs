namespace VoicePrep.Audio.Ffmpeg;

/// <summary>
/// The options with which ffmpeg and ffprobe open an upload. A media file can be or contain a playlist, and could then read local files or
/// call internal addresses; so only demuxers that read nothing but the file itself are allowed, and no network protocol.
/// </summary>
internal static class InputGuard
{
    /// <summary>Demuxers of recordings. None of them opens another file, address or device.</summary>
    private const string Formats = "aac,aiff,amr,ape,asf,au,caf,flac,matroska,mov,mp3,ogg,tta,w64,wav,wv";

    /// <summary>The largest block that FFmpeg may allocate, against pictures and tags of absurd size. Bytes.</summary>
    private const int MaxAllocation = 64 << 20;

    private static readonly string[] Limits =
    [
        "-max_alloc", $"{MaxAllocation}", "-protocol_whitelist", "file,pipe", "-format_whitelist", Formats,
    ];

    /// <summary>For ffprobe, after the file's name: it decodes no pictures and prints no tags, which may have megabytes.</summary>
    public static string ProbeOptions { get; } = string.Join(' ',
    [
        .. Limits,
        "-loglevel", "warning",
        "-threads", "1",
        "-skip_frame:v", "all",
        "-show_entries", "format_tags=none:stream_tags=none:chapter=none:chapter_tags=none",
    ]);

    /// <summary>For ffmpeg, before <c>-i</c>.</summary>
    public static IEnumerable<string> DecodeOptions(int threads) =>
        ["-nostdin", "-v", "repeat+error", "-threads", $"{threads}", .. Limits];

    /// <summary>For ffmpeg, before an output, after the audio stream's <c>-map</c>: that and nothing else, no tags.</summary>
    public static IReadOnlyList<string> StreamOptions { get; } = ["-vn", "-sn", "-dn", "-map_metadata", "-1", "-fflags", "+bitexact"];

    /// <summary>For ffmpeg, before a file: the first audio stream, and no more than <paramref name="maxBytes"/>.</summary>
    public static IEnumerable<string> OutputOptions(long maxBytes) => ["-map", "0:a:0", .. StreamOptions, "-fs", $"{maxBytes}"];
}
