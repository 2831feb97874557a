namespace VoicePrep.Audio;

/// <summary>How a run of ffmpeg ended.</summary>
/// <param name="Complaints">How often its demuxer and decoder complained of the input.</param>
internal sealed record FfmpegRun(int ExitCode, int Complaints);

/// <summary>What ffmpeg says on its standard error.</summary>
/// <param name="Text">The beginning of it.</param>
/// <param name="WriteError">The first line that tells of an output that could not be written: a full disk, above all.</param>
internal sealed record FfmpegErrors(string Text, int Complaints, string? WriteError)
{
    private const int MaxLength = 2000;
    private const int MaxLine = 500;

    private static readonly string[] OfWriting =
        ["av_interleaved_write_frame()", "Error writing trailer", "Error closing file", "Error muxing", "to the muxer", "No space left on device", "Disk quota exceeded", "Read-only file system"];

    /// <summary>Reads to the end: what is left unread would fill the pipe and stop ffmpeg.</summary>
    public static async Task<FfmpegErrors> ReadAsync(TextReader errors, CancellationToken cancellationToken)
    {
        var (text, complaints) = ("", 0);
        string? writeError = null;
        while (await errors.ReadLineAsync(cancellationToken) is { } line)
        {
            if (text.Length < MaxLength)
                text += line[..Math.Min(line.Length, MaxLine)] + '\n';
            if (OfWriting.Any(part => line.Contains(part, StringComparison.Ordinal)))
                writeError ??= line;
            else if (IsComplaint(line))
                complaints++;
        }

        return new(text.Trim(), complaints, writeError);
    }

    /// <summary>Of a packet that does not decode, and of a file that ends too early; the decoders' own remarks come in addition, and without a loss.</summary>
    private static bool IsComplaint(string line) =>
        line.StartsWith("Error while decoding", StringComparison.Ordinal)
        || line.Contains("Error submitting packet to decoder", StringComparison.Ordinal)
        || line.Contains("partial file", StringComparison.Ordinal)
        || line.Contains("ended prematurely", StringComparison.Ordinal)
        || line.Contains("CRC mismatch", StringComparison.Ordinal);
}
