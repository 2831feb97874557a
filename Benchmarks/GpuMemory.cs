using System.ComponentModel;
using System.Globalization;

namespace VoicePrep.Benchmarks;

/// <summary>What processes hold of an NVIDIA GPU's memory, as the driver's <c>nvidia-smi</c> tells it.</summary>
internal static class GpuMemory
{
    /// <summary>ggml gives no memory back while a model is loaded, so what is held after the work is the peak.</summary>
    /// <returns>MiB; null where the program is not there or does not tell, as in a container that has process numbers of its
    /// own.</returns>
    public static async Task<int?> OfAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(
                await BenchProgram.RunAsync(
                    "nvidia-smi", ["--query-compute-apps=pid,used_gpu_memory", "--format=csv,noheader,nounits"], cancellationToken),
                processId);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads lines of a process's number and its MiB, one a GPU; what the driver does not know is in brackets.</summary>
    internal static int? Parse(string csv, int processId)
    {
        var megabytes = csv.Split('\n')
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 2 && cells[0] == processId.ToString(CultureInfo.InvariantCulture))
            .Select(cells => int.TryParse(cells[1], CultureInfo.InvariantCulture, out var used) ? used : (int?)null)
            .ToList();
        return megabytes.Count == 0 || megabytes.Contains(null) ? null : megabytes.Sum();
    }
}
