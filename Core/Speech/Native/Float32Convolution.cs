using VoicePrep.Models;

namespace VoicePrep.Speech.Native;

/// <summary>
/// Finds out whether the library can compute a convolution with float32 weights on the CPU. whisper.cpp 1.9.1 as published unfolds the
/// sound to float16 whatever the type of the weights, and then aborts the process; set-up's patched build unfolds it to the type of the
/// weights.
/// </summary>
internal static unsafe class Float32Convolution
{
    public static bool IsSupported()
    {
        var context = GgmlApi.Init(new() { MemorySize = 1 << 20, NoAllocation = 1 });
        try
        {
            var kernel = GgmlApi.NewTensor(context, GgmlType.Float32, 3, 1, 1);
            var sound = GgmlApi.NewTensor(context, GgmlType.Float32, 16, 1);
            var graph = GgmlApi.NewGraph(context);
            GgmlApi.Expand(graph, GgmlApi.Convolve(context, kernel, sound, 1, 1));
            // The first step is the unfolding; a tensor begins with its type.
            return *(int*)GgmlApi.Node(graph, 0) == (int)GgmlType.Float32;
        }
        finally
        {
            GgmlApi.Free(context);
        }
    }
}
