using System.IO.Compression;
using System.Text;

namespace VoicePrep.Speech.Transcripts;

/// <summary>How much smaller zlib makes a text: openai/whisper's measure of repetition.</summary>
internal static class CompressionRatio
{
    public static double Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        return bytes.Length / (double)compressed.Length;
    }
}
