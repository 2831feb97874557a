using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary><c>whisper_context_params</c> of <c>whisper.h</c> 1.8.2 to 1.9.5, 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WhisperContextParams
{
    public byte UseGpu;
    public byte FlashAttention;
    public int GpuDevice;
    public byte DtwTokenTimestamps;
    public int DtwAheadsPreset;
    public int DtwTop;
    public nuint DtwHeads;
    public nint DtwHeadsPointer;
    public nuint DtwMemorySize;
}
