using VoicePrep.Models;

namespace VoicePrep.Speech.Engine;

/// <summary>How many clips the model takes at once where <c>Whisper__Concurrency</c> is <c>auto</c>.</summary>
internal static class AutomaticPlaces
{
    /// <summary>
    /// With <c>base</c> three places do 54 clips a second on an H100, far more than the cores beside it prepare, and a clip takes hardly
    /// longer than alone; eight take more memory and let each clip wait half as long again (<c>bench/gpu.md</c>).
    /// </summary>
    private const int MostOnGpu = 3;

    /// <summary>
    /// A second clip computes while the first one waits for its sampling, embedding or storage, and one thread a clip wastes less than two
    /// threads that wait for each other. Eight clips at once on two cores have the best mean and the best throughput with two places; a
    /// third brings nothing (<c>bench/service.md</c>).
    /// </summary>
    private const int MostOnCpu = 2;

    /// <summary>
    /// On a CPU two, or one where it has a single core; on a GPU three, or as many fewer as its free memory and
    /// <c>Whisper__MaxGpuMemoryMebibytes</c> hold.
    /// </summary>
    public static int On(ComputeDevice device, WhisperOptions options, GgmlFile file)
    {
        if (!device.IsGpu)
            return Math.Min(MostOnCpu, Environment.ProcessorCount);
        var limit = Math.Min(device.FreeMebibytes ?? long.MaxValue, options.MaxGpuMemoryMebibytes);
        for (var places = MostOnGpu; places > 1; places--)
        {
            if (ModelFootprint.Of(options, file, places).TotalMebibytes <= limit)
                return places;
        }
        return 1;
    }
}
