using System.Runtime.InteropServices;

namespace VoicePrep.Audio;

/// <summary>Decodes a clip block by block, so that its length does not matter to memory.</summary>
internal static class ClipDecoder
{
    private const int BlockFrames = 16_384;

    /// <summary>Receives interleaved samples, whole frames at a time.</summary>
    public delegate void BlockReader(ReadOnlySpan<float> interleaved);

    /// <summary>Decodes at most <paramref name="maxSeconds"/> of the clip in <paramref name="folder"/>.</summary>
    public static Task<int> DecodeAsync(Ffmpeg ffmpeg, WorkFolder folder, ProbedClip clip, double maxSeconds, BlockReader read, CancellationToken cancellationToken) =>
        ffmpeg.StreamAsync(
            folder,
            [
                "-nostdin", "-v", "error", "-threads", $"{ffmpeg.Threads}", .. InputGuard.Arguments, "-t", $"{maxSeconds}", "-i", folder.File(InputGuard.ClipName),
                // The rate and channels of the header, even where they change in mid-stream.
                "-map", "0:a:0", "-vn", "-sn", "-dn", "-ar", $"{clip.SampleRate}", "-ac", $"{clip.Channels}", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
            ],
            async (output, token) =>
            {
                var buffer = new byte[BlockFrames * clip.Channels * sizeof(float)];
                int length;
                while ((length = await output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token)) > 0)
                    read(MemoryMarshal.Cast<byte, float>(buffer.AsSpan(0, length - (length % (clip.Channels * sizeof(float))))));
            },
            cancellationToken);
}
