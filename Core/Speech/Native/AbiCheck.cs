using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary>
/// Compares the library's default parameters with what this binding expects at their offsets, so that a changed layout causes an error at
/// start instead of wrong values.
/// </summary>
internal static unsafe class AbiCheck
{
    private const int Greedy = 0;

    /// <exception cref="WhisperException">The library's layout is different.</exception>
    public static void Run()
    {
        var mismatches = FullParams().Concat(ContextParams()).ToList();
        if (mismatches.Count > 0)
        {
            var version = Marshal.PtrToStringUTF8((nint)WhisperApi.Version());
            throw new WhisperException(
                $"libwhisper {version} has another memory layout than the versions "
                    + $"1.8.2 to 1.9.5 that this build was made for ({string.Join("; ", mismatches)}). Install one of those.");
        }
    }

    private static List<string> FullParams()
    {
        var defaults = WhisperApi.DefaultFullParams(Greedy);
        try
        {
            List<string> mismatches = [];
            if (Unsafe.SizeOf<WhisperFullParams>() != 304)
                mismatches.Add($"whisper_full_params is bound with {Unsafe.SizeOf<WhisperFullParams>()} bytes, not 304");
            Compare(mismatches, "n_max_text_ctx", defaults->MaxTextContext, 16384);
            Compare(mismatches, "greedy.best_of", defaults->GreedyBestOf, 5);
            Compare(mismatches, "entropy_thold", defaults->EntropyThreshold, 2.4f);
            Compare(mismatches, "logprob_thold", defaults->LogProbabilityThreshold, -1f);
            Compare(mismatches, "no_speech_thold", defaults->NoSpeechThreshold, 0.6f);
            Compare(mismatches, "temperature_inc", defaults->TemperatureIncrement, 0.2f);
            Compare(mismatches, "grammar_penalty", defaults->GrammarPenalty, 100f);
            Compare(mismatches, "vad_params.threshold", defaults->VadThreshold, 0.5f);
            return mismatches;
        }
        finally
        {
            WhisperApi.FreeFullParams(defaults);
        }
    }

    private static List<string> ContextParams()
    {
        var defaults = WhisperApi.DefaultContextParams();
        try
        {
            List<string> mismatches = [];
            Compare(mismatches, "use_gpu", defaults->UseGpu, 1);
            Compare(mismatches, "gpu_device", defaults->GpuDevice, 0);
            Compare(mismatches, "dtw_n_top", defaults->DtwTop, -1);
            Compare(mismatches, "dtw_mem_size", (int)defaults->DtwMemorySize, 128 * 1024 * 1024);
            return mismatches;
        }
        finally
        {
            WhisperApi.FreeContextParams(defaults);
        }
    }

    private static void Compare<T>(List<string> mismatches, string name, T actual, T expected)
        where T : IEquatable<T>
    {
        if (!actual.Equals(expected))
            mismatches.Add($"{name} is {actual}, expected {expected}");
    }
}
