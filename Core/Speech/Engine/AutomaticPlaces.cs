using VoicePrep.Models;

namespace VoicePrep.Speech.Engine;

/// <summary>How many clips the model transcribes at once if <c>Whisper__Concurrency</c> is <c>auto</c>.</summary>
internal static class AutomaticPlaces
{
    /// <summary>
    /// With <c>base</c> on an H100, three places transcribe 54 clips a second, far more than the machine's cores can prepare, and each
    /// clip takes hardly longer than alone. Eight places need more memory, and each clip takes half as long again (<c>bench/gpu.md</c>).
    /// </summary>
    private const int MostOnGpu = 3;

    /// <summary>
    /// A second clip computes while the first one waits for sampling, embedding or storage, and one thread per clip wastes less than two
    /// threads that wait for each other. With eight clips at once on two cores, two places have the best mean and the best throughput; a
    /// third gains nothing (<c>bench/service.md</c>).
    /// </summary>
    private const int MostOnCpu = 2;

    /// <summary>
    /// On a CPU two, or one with a single core; on a GPU three, or fewer if its free memory or <c>Whisper__MaxGpuMemoryMebibytes</c> has
    /// no room for three.
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
