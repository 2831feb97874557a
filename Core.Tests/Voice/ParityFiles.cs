using VoicePrep.Audio.Samples;

namespace VoicePrep.Tests.Voice;

/// <summary>The reference answers in <c>Parity/</c>; its README says where they come from.</summary>
internal static class ParityFiles
{
    public static string Checkpoint => PathOf("checkpoint.pth");

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Voice", "Parity", name);

    /// <summary>The samples of a recording, 22.05 kHz mono.</summary>
    public static float[] Samples(string name) => WavFile.ReadMono(PathOf(name)).Samples;
}
