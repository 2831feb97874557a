using System.Runtime.InteropServices;
using VoicePrep.Models;

namespace VoicePrep.Speech.Native;

/// <summary>The part of ggml's C API that is used, as in <c>ggml.h</c>, <c>ggml-cpu.h</c> and <c>ggml-backend.h</c>.</summary>
/// <remarks><c>WhisperLibrary</c> must have loaded the library before the first call.</remarks>
internal static unsafe partial class GgmlApi
{
    public const string Registry = "ggml";
    public const string Base = "ggml-base";
    public const string Cpu = "ggml-cpu";

    [LibraryImport(Base, EntryPoint = "ggml_init")]
    public static partial nint Init(GgmlInitParams parameters);

    [LibraryImport(Base, EntryPoint = "ggml_free")]
    public static partial void Free(nint context);

    [LibraryImport(Base, EntryPoint = "ggml_new_tensor_2d")]
    public static partial nint NewTensor(nint context, GgmlType type, long fast, long slow);

    [LibraryImport(Base, EntryPoint = "ggml_new_tensor_3d")]
    public static partial nint NewTensor(nint context, GgmlType type, long fast, long middle, long slow);

    [LibraryImport(Cpu, EntryPoint = "ggml_set_f32")]
    public static partial nint Fill(nint tensor, float value);

    [LibraryImport(Base, EntryPoint = "ggml_mul_mat")]
    public static partial nint MultiplyMatrices(nint context, nint left, nint right);

    [LibraryImport(Base, EntryPoint = "ggml_conv_1d_ph")]
    public static partial nint Convolve(nint context, nint kernel, nint sound, int stride, int dilation);

    [LibraryImport(Base, EntryPoint = "ggml_new_graph")]
    public static partial nint NewGraph(nint context);

    [LibraryImport(Base, EntryPoint = "ggml_build_forward_expand")]
    public static partial void Expand(nint graph, nint tensor);

    [LibraryImport(Base, EntryPoint = "ggml_graph_node")]
    public static partial nint Node(nint graph, int index);

    [LibraryImport(Cpu, EntryPoint = "ggml_graph_compute_with_ctx")]
    public static partial int Compute(nint context, nint graph, int threads);

    [LibraryImport(Registry, EntryPoint = "ggml_backend_dev_count")]
    public static partial nuint DeviceCount();

    [LibraryImport(Registry, EntryPoint = "ggml_backend_dev_get")]
    public static partial nint Device(nuint index);

    [LibraryImport(Base, EntryPoint = "ggml_backend_dev_type")]
    public static partial int DeviceType(nint device);

    [LibraryImport(Base, EntryPoint = "ggml_backend_dev_name")]
    public static partial byte* DeviceName(nint device);

    [LibraryImport(Base, EntryPoint = "ggml_backend_dev_description")]
    public static partial byte* DeviceDescription(nint device);

    [LibraryImport(Base, EntryPoint = "ggml_backend_dev_memory")]
    public static partial void DeviceMemory(nint device, out nuint free, out nuint total);

    [LibraryImport(Base, EntryPoint = "ggml_backend_dev_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint InitDevice(nint device, string? parameters);

    [LibraryImport(Base, EntryPoint = "ggml_backend_free")]
    public static partial void FreeBackend(nint backend);

    [LibraryImport(Base, EntryPoint = "ggml_quantize_chunk")]
    public static partial nuint Quantize(
        GgmlType type, ReadOnlySpan<float> source, Span<byte> target, long start, long rows, long columns, nint importance);

    [LibraryImport(Base, EntryPoint = "ggml_log_set")]
    public static partial void SetLog(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);
}
