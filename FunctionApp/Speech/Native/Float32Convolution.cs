using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary>
/// Tells whether the library can compute a convolution with float32 weights on the CPU. whisper.cpp 1.9.1 as published unfolds the
/// sound to float16 whatever the weights are, and then ends the process; the build that set-up makes unfolds it to their own type.
/// </summary>
internal static unsafe partial class Float32Convolution
{
    private const int Float32 = 0;

    public static bool IsSupported()
    {
        var context = Init(new() { MemorySize = 1 << 20, NoAllocation = 1 });
        try
        {
            var kernel = NewTensor3(context, Float32, 3, 1, 1);
            var sound = NewTensor2(context, Float32, 16, 1);
            var graph = NewGraph(context);
            Expand(graph, Convolve(context, kernel, sound, 1, 1));
            // The first step is the unfolding; a tensor begins with its type.
            return *(int*)Node(graph, 0) == Float32;
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
    private static partial nint NewTensor2(nint context, int type, long fast, long slow);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_new_tensor_3d")]
    private static partial nint NewTensor3(nint context, int type, long fast, long middle, long slow);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_conv_1d_ph")]
    private static partial nint Convolve(nint context, nint kernel, nint sound, int stride, int dilation);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_new_graph")]
    private static partial nint NewGraph(nint context);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_build_forward_expand")]
    private static partial void Expand(nint graph, nint tensor);

    [LibraryImport(WhisperApi.GgmlBase, EntryPoint = "ggml_graph_node")]
    private static partial nint Node(nint graph, int index);
}
