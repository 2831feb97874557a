namespace VoicePrep.Audio.Ffmpeg;

/// <summary>How a run of ffmpeg ended.</summary>
/// <param name="Errors">The beginning of what it said on its standard error.</param>
/// <param name="Complaints">How often its demuxer and decoder complained of the input.</param>
internal sealed record FfmpegRun(int ExitCode, string Errors, int Complaints);

/// <summary>What ffmpeg says on its standard error; always in English, since it sets no locale.</summary>
/// <param name="Text">The beginning of it.</param>
/// <param name="Complaints">How often its demuxer and decoder complained of the input.</param>
/// <param name="Fault">The first line about something that no input causes: above all, an output that could not be written.</param>
/// <param name="LacksMemory">Whether it got no memory: more than the system has, or more than an input may ask for.</param>
internal sealed record FfmpegErrors(string Text, int Complaints, string? Fault, bool LacksMemory)
{
    private const int MaxLength = 2000;
    private const int MaxLine = 500;

    private static readonly string[] OfMachine =
    [
        "av_interleaved_write_frame()", "Error writing trailer", "Error closing file", "Error muxing", "to the muxer",
        "No space left on device", "Disk quota exceeded",
        "Read-only file system", "Too many open files", "Resource temporarily unavailable", "error while loading shared libraries",
    ];

    public static FfmpegErrors Of(IEnumerable<string> lines) =>
        lines.Aggregate(new FfmpegErrors("", 0, null, false), (errors, line) => errors.With(line));

    /// <summary>Reads to the end: what is left unread would fill the pipe and stop ffmpeg.</summary>
    public static async Task<FfmpegErrors> ReadAsync(TextReader errors, CancellationToken cancellationToken)
    {
        var found = Of([]);
        while (await errors.ReadLineAsync(cancellationToken) is { } line)
            found = found.With(line);
        return found;
    }

    /// <summary>Whether the last line told of a packet that is no whole one: what writers leave after the last, and no loss.</summary>
    private bool IsAfterRest { get; init; }

    private FfmpegErrors With(string line)
    {
        var isFault = OfMachine.Any(part => line.Contains(part, StringComparison.Ordinal));
        return new(
            Text.Length < MaxLength ? $"{Text}\n{line[..Math.Min(line.Length, MaxLine)]}".Trim() : Text,
            Complaints + (!isFault && !IsAfterRest && IsComplaint(line) ? 1 : 0),
            Fault ?? (isFault ? line : null),
            LacksMemory || line.Contains("Cannot allocate memory", StringComparison.Ordinal))
        {
            IsAfterRest = line.EndsWith("Packet is too small", StringComparison.Ordinal)
                || line.Contains("Invalid PCM packet", StringComparison.Ordinal), // a part of a sample
        };
    }

    /// <summary>
    /// Of a packet that does not decode, and of a file that ends too early; the decoders' own remarks come in addition, and without a
    /// loss.
    /// </summary>
    private static bool IsComplaint(string line) =>
        line.StartsWith("Error while decoding", StringComparison.Ordinal)
        || line.Contains("Error submitting packet to decoder", StringComparison.Ordinal)
        || line.Contains("partial file", StringComparison.Ordinal)
        || line.Contains("ended prematurely", StringComparison.Ordinal)
        || line.Contains("CRC mismatch", StringComparison.Ordinal);
}
