using VoicePrep.Models;

namespace VoicePrep.Speech.Engine;

/// <summary>How many clips the model takes at once where <c>Whisper__Concurrency</c> is <c>auto</c>.</summary>
internal static class AutomaticPlaces
{
    /// <summary>
    /// With <c>base</c> three places do 54 clips a second on an H100, far more than the cores beside it prepare, and a clip takes hardly longer than alone;
    /// eight take more memory and let each clip wait half as long again (<c>bench/gpu.md</c>).
    /// </summary>
    private const int MostOnGpu = 3;

    /// <summary>On a CPU one; on a GPU three, or as many fewer as its free memory and <c>Whisper__MaxGpuMemoryMegabytes</c> hold.</summary>
    public static int On(ComputeDevice device, WhisperOptions options, GgmlFile file)
    {
        if (!device.IsGpu)
            return 1;
        var limit = Math.Min(device.FreeMegabytes ?? long.MaxValue, options.MaxGpuMemoryMegabytes);
        for (var places = MostOnGpu; places > 1; places--)
        {
            if (ModelProfile.Of(options, file, places).TotalMegabytes <= limit)
                return places;
        }
        return 1;
    }
}
