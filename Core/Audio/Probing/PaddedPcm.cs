namespace VoicePrep.Audio.Probing;

/// <summary>
/// WAV with integers of 24 bits in 32, which FFmpeg decodes as Cool Edit's floating-point format: both have the same numbers in their
/// headers. Only integers come with the later, extensible header.
/// </summary>
internal static class PaddedPcm
{
    private const int Extensible = 0xfffe;

    /// <summary>The decoder to use; null for FFmpeg's own choice.</summary>
    public static string? Decoder(string? codec, string file) =>
        codec == "pcm_f24le" && SoundBytes.FormatTag(file) == Extensible ? "pcm_s32le" : null;
}
