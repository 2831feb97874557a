namespace VoicePrep.Audio.Samples;

/// <summary>Reads raw PCM in blocks, so that the memory does not depend on its length.</summary>
internal static class PcmStream
{
    private const int BlockFrames = 16_384;

    public delegate void BlockReader(ReadOnlySpan<byte> frames);

    /// <summary>Gives the stream to <paramref name="read"/>, whole frames at a time; an incomplete last one is dropped.</summary>
    /// <param name="frameLength">Bytes of one sample of all channels.</param>
    public static async Task ReadAsync(Stream pcm, int frameLength, BlockReader read, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockFrames * frameLength];
        int length;
        while ((length = await pcm.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            read(buffer.AsSpan(0, length - (length % frameLength)));
    }
}
