namespace VoicePrep.Audio.Probing;

/// <summary>
/// WAV with integers of 24 bits in 32, which FFmpeg decodes as Cool Edit's floating-point format: both have the same numbers in their
/// headers. Only integers come with the later, extensible header.
/// </summary>
internal static class PaddedPcm
{
    private const int HeadLength = 4096;
    private const int ChunkHeaderLength = 8;

    /// <summary>The decoder to use; null for FFmpeg's own choice.</summary>
    public static string? Decoder(string? codec, string file) => codec == "pcm_f24le" && IsExtensible(file) ? "pcm_s32le" : null;

    private static bool IsExtensible(string file)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        using var stream = File.OpenRead(file);
        head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head.IndexOf("fmt "u8) is >= 0 and var at && head[at..].Length > ChunkHeaderLength + 1
            && head[at + ChunkHeaderLength] == 0xfe && head[at + ChunkHeaderLength + 1] == 0xff;
    }
}
