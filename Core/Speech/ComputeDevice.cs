using System.Runtime.InteropServices;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech;

/// <summary>Where the model computes.</summary>
/// <param name="Name"><c>cpu</c>, or the GPU's own name such as <c>CUDA0 (Tesla T4)</c>.</param>
/// <param name="GpuIndex">Index among the GPUs; null for the CPU.</param>
/// <param name="FreeMebibytes">Memory that is free on the GPU, MiB; null for the CPU.</param>
internal sealed unsafe record ComputeDevice(string Name, int? GpuIndex, long? FreeMebibytes)
{
    private const int Gpu = 1;
    private const int IntegratedGpu = 2;

    public static ComputeDevice Cpu { get; } = new("cpu", null, null);

    public bool IsGpu => GpuIndex is not null;

    /// <summary>Chooses the device that <paramref name="options"/> ask for, and tries whether it starts.</summary>
    /// <param name="isGpuBuild">Whether the library was built for GPUs, which shows that a GPU is expected.</param>
    /// <param name="notice">Why the CPU was chosen although a GPU was expected; null otherwise.</param>
    /// <exception cref="WhisperException"><c>Whisper__Device</c> is <c>cuda</c>, and that GPU is missing or does not start.</exception>
    public static ComputeDevice Choose(WhisperOptions options, bool isGpuBuild, out string? notice)
    {
        notice = null;
        if (options.Device == WhisperDevice.Cpu)
            return Cpu;

        var gpus = Gpus();
        if (options.DeviceIndex < gpus.Count && TryStart(gpus[options.DeviceIndex]) is { } device)
            return device with { GpuIndex = options.DeviceIndex };

        var reason = gpus.Count == 0
            ? "libwhisper sees no GPU"
            : options.DeviceIndex < gpus.Count
                ? $"{Text(GgmlApi.DeviceName(gpus[options.DeviceIndex]))} does not start: {NativeLog.LastError}"
                : $"there is no GPU {options.DeviceIndex}, only {gpus.Count}";
        if (options.Device == WhisperDevice.Cuda)
            throw new WhisperException(
                $"Whisper__Device is cuda, and {reason}. Install the NVIDIA driver and the CUDA libraries, correct Whisper__DeviceIndex, "
                    + "or set Whisper__Device to auto or cpu.");
        if (gpus.Count > 0 || isGpuBuild)
            notice = $"Running on the CPU: {reason}.";
        return Cpu;
    }

    private static List<nint> Gpus()
    {
        List<nint> gpus = [];
        for (nuint i = 0; i < GgmlApi.DeviceCount(); i++)
        {
            var device = GgmlApi.Device(i);
            if (GgmlApi.DeviceType(device) is Gpu or IntegratedGpu)
                gpus.Add(device);
        }
        return gpus;
    }

    private static ComputeDevice? TryStart(nint device)
    {
        var backend = GgmlApi.InitDevice(device, null);
        if (backend == 0)
            return null;
        GgmlApi.FreeBackend(backend);
        GgmlApi.DeviceMemory(device, out var free, out _);
        return new($"{Text(GgmlApi.DeviceName(device))} ({Text(GgmlApi.DeviceDescription(device))})", null, (long)(free >> 20));
    }

    private static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
