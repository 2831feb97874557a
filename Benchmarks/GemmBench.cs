using System.Diagnostics;
using VoicePrep.Models;
using VoicePrep.Speech.Native;

namespace VoicePrep.Benchmarks;

/// <summary>Times one matrix product by ggml's CPU routine: float16 weights with float32 activations, as in the encoder.</summary>
internal static class GemmBench
{
    /// <summary>
    /// The best of several runs of [<paramref name="rows"/> x <paramref name="depth"/>] by [<paramref name="depth"/> x
    /// <paramref name="columns"/>].
    /// </summary>
    /// <returns>Floating-point operations a second, a multiplication and an addition being two.</returns>
    public static double FlopsPerSecond(int rows, int depth, int columns, int threads, int runs)
    {
        var bytes = ((nuint)rows * (nuint)depth * 2) + ((nuint)depth * (nuint)columns * 4) + ((nuint)rows * (nuint)columns * 4);
        // Work memory, the graph and the tensors' heads.
        var context = GgmlApi.Init(new() { MemorySize = (2 * bytes) + (16 << 20) });
        try
        {
            var weights = GgmlApi.NewTensor(context, GgmlType.Float16, depth, rows);
            var activations = GgmlApi.NewTensor(context, GgmlType.Float32, depth, columns);
            // Memory that was never written is one shared page, and faster than any real matrix.
            GgmlApi.Fill(weights, 1);
            GgmlApi.Fill(activations, 1);
            var graph = GgmlApi.NewGraph(context);
            GgmlApi.Expand(graph, GgmlApi.MultiplyMatrices(context, weights, activations));

            var best = TimeSpan.MaxValue;
            for (var run = 0; run < runs; run++)
            {
                var started = Stopwatch.GetTimestamp();
                if (GgmlApi.Compute(context, graph, threads) != 0)
                    throw new WhisperException("ggml could not compute a matrix product.");
                var elapsed = Stopwatch.GetElapsedTime(started);
                best = elapsed < best ? elapsed : best;
            }
            return 2.0 * rows * depth * columns / best.TotalSeconds;
        }
        finally
        {
            GgmlApi.Free(context);
        }
    }
}
