using System.Buffers.Binary;

namespace VoicePrep.Tests.Voice;

/// <summary>The reference answers in <c>Parity/</c>; its README says where they come from.</summary>
internal static class ParityFiles
{
    public static string Checkpoint => PathOf("checkpoint.pth");

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Voice", "Parity", name);

    /// <summary>The samples of a recording: 22.05 kHz mono s16, in the last chunk of the file.</summary>
    public static float[] Samples(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name)).AsSpan();
        bytes = bytes[(bytes.IndexOf("data"u8) + 8)..];
        var samples = new float[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
        return samples;
    }
}
