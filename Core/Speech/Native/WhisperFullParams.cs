using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary><c>whisper_full_params</c> of <c>whisper.h</c> 1.8.2 to 1.9.5, 304 bytes. C's <c>bool</c> is a byte.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WhisperFullParams
{
    public int Strategy;
    public int Threads;
    public int MaxTextContext;
    public int OffsetMilliseconds;
    public int DurationMilliseconds;
    public byte Translate;
    public byte NoContext;
    public byte NoTimestamps;
    public byte SingleSegment;
    public byte PrintSpecial;
    public byte PrintProgress;
    public byte PrintRealtime;
    public byte PrintTimestamps;
    public byte TokenTimestamps;
    public float TimestampThreshold;
    public float TimestampSumThreshold;
    public int MaxLength;
    public byte SplitOnWord;
    public int MaxTokens;
    public byte DebugMode;
    public int AudioContext;
    public byte Tinydiarize;
    public nint SuppressRegex;
    public nint InitialPrompt;
    public byte CarryInitialPrompt;
    public nint PromptTokens;
    public int PromptTokenCount;
    public nint Language;
    public byte DetectLanguage;
    public byte SuppressBlank;
    public byte SuppressNonSpeech;
    public float Temperature;
    public float MaxInitialTimestamp;
    public float LengthPenalty;
    public float TemperatureIncrement;
    public float EntropyThreshold;
    public float LogProbabilityThreshold;
    public float NoSpeechThreshold;
    public int GreedyBestOf;
    public int BeamSize;
    public float BeamPatience;
    public nint NewSegmentCallback;
    public nint NewSegmentData;
    public nint ProgressCallback;
    public nint ProgressData;
    public delegate* unmanaged[Cdecl]<nint, nint, void*, byte> EncoderBeginCallback;
    public void* EncoderBeginData;
    public nint AbortCallback;
    public nint AbortData;
    public nint LogitsFilterCallback;
    public nint LogitsFilterData;
    public nint GrammarRules;
    public nuint GrammarRuleCount;
    public nuint GrammarStart;
    public float GrammarPenalty;
    public byte Vad;
    public nint VadModelPath;
    public float VadThreshold;
    public int VadMinSpeechMilliseconds;
    public int VadMinSilenceMilliseconds;
    public float VadMaxSpeechSeconds;
    public int VadPadMilliseconds;
    public float VadOverlapSeconds;
}
