using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary><c>ggml_init_params</c> of <c>ggml.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GgmlInitParams
{
    public nuint MemorySize;
    public nint Memory;
    public byte NoAllocation;
}
