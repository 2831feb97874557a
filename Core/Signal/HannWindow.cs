namespace VoicePrep.Signal;

/// <summary>The periodic Hann window, for spectra.</summary>
internal static class HannWindow
{
    /// <returns>One weight for each sample, 0 to 1.</returns>
    public static float[] Of(int length) =>
        [.. Enumerable.Range(0, length).Select(n => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * n / length)))];
}
