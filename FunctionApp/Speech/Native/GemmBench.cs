using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary>Times one matrix product by ggml's CPU routine: float16 weights with float32 activations, as in the encoder.</summary>
internal static unsafe partial class GemmBench
{
    private const int Float32 = 0;
    private const int Float16 = 1;

    /// <summary>The best of several runs of [<paramref name="rows"/> x <paramref name="depth"/>] by [<paramref name="depth"/> x <paramref name="columns"/>].</summary>
    /// <returns>Floating-point operations a second, a multiplication and an addition being two.</returns>
    public static double FlopsPerSecond(int rows, int depth, int columns, int threads, int runs)
    {
        var bytes = ((nuint)rows * (nuint)depth * 2) + ((nuint)depth * (nuint)columns * 4) + ((nuint)rows * (nuint)columns * 4);
        // Work memory, the graph and the tensors' heads.
        var context = Init(new() { MemorySize = (2 * bytes) + (16 << 20) });
        try
        {
            var weights = NewTensor(context, Float16, depth, rows);
            var activations = NewTensor(context, Float32, depth, columns);
            // Memory that was never written is one shared page, and faster than any real matrix.
            new Span<byte>((void*)Data(weights), rows * depth * 2).Fill(1);
            new Span<byte>((void*)Data(activations), depth * columns * 4).Fill(1);
            var graph = NewGraph(context);
            Expand(graph, MultiplyMatrices(context, weights, activations));

            var best = TimeSpan.MaxValue;
            for (var run = 0; run < runs; run++)
            {
                var started = Stopwatch.GetTimestamp();
                if (Compute(context, graph, threads) != 0)
                    throw new WhisperException("ggml could not compute a matrix product.");
                var elapsed = Stopwatch.GetElapsedTime(started);
                best = elapsed < best ? elapsed : best;
            }
            return 2.0 * rows * depth * columns / best.TotalSeconds;
        }
        finally
        {
            Free(context);
        }
    }

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_init")]
    private static partial nint Init(GgmlInitParams parameters);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_free")]
    private static partial void Free(nint context);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_new_tensor_2d")]
    private static partial nint NewTensor(nint context, int type, long fast, long slow);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_get_data")]
    private static partial nint Data(nint tensor);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_mul_mat")]
    private static partial nint MultiplyMatrices(nint context, nint left, nint right);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_new_graph")]
    private static partial nint NewGraph(nint context);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_build_forward_expand")]
    private static partial void Expand(nint graph, nint tensor);

    [LibraryImport(WhisperApi.GgmlCpu, EntryPoint = "ggml_graph_compute_with_ctx")]
    private static partial int Compute(nint context, nint graph, int threads);
}
