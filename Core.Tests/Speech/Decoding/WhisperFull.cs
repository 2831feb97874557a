using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech.Decoding;

/// <summary>
/// whisper.cpp's own decoding, <c>whisper_full</c>, greedy and without fallback, to compare with: the segments of its first window.
/// </summary>
internal sealed unsafe partial class WhisperFull : IDisposable
{
    private readonly WhisperModel model;
    private readonly WhisperStateHandle state;

    static WhisperFull() => NativeLibrary.SetDllImportResolver(
        typeof(WhisperFull).Assembly,
        (name, _, _) => NativeLibrary.TryLoad(Path.Combine(WhisperFixture.LibraryFolder, $"lib{name}.so"), out var library) ? library : 0);

    public WhisperFull(WhisperModel model)
    {
        this.model = model;
        state = new(model.Context);
    }

    /// <summary>Transcribes, stopping before a second window.</summary>
    /// <param name="language">ISO 639-1 or <c>auto</c>.</param>
    public ReferenceResult Transcribe(float[] samples, string language, int audioContext = 0)
    {
        var defaults = WhisperApi.DefaultFullParams(0);
        var parameters = *defaults;
        WhisperApi.FreeFullParams(defaults);
        var windows = 0;
        var languageText = Marshal.StringToCoTaskMemUTF8(language);
        try
        {
            parameters.Threads = 1;
            parameters.PrintProgress = 0;
            parameters.TemperatureIncrement = 0;
            parameters.AudioContext = audioContext;
            parameters.Language = languageText;
            parameters.EncoderBeginCallback = &BeforeWindow;
            parameters.EncoderBeginData = &windows;
            Assert.Equal(0, WhisperApi.Full(model.Context, state, parameters, samples, samples.Length));
        }
        finally
        {
            Marshal.FreeCoTaskMem(languageText);
        }

        var segments = Enumerable.Range(0, SegmentCount(state)).Select(ReadSegment).ToList();
        return new(model.Languages[LanguageOf(state)], segments, windows > 1);
    }

    public void Dispose() => state.Dispose();

    private ReferenceSegment ReadSegment(int segment)
    {
        var tokens = Enumerable.Range(0, TokenCount(state, segment))
            .Select(token => (Id: TokenId(state, segment, token), Probability: TokenProbability(state, segment, token)));
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(SegmentText(state, segment)));
        return new(
            SegmentStart(state, segment) / 100.0,
            SegmentEnd(state, segment) / 100.0,
            text,
            [.. tokens.Where(token => token.Id < model.Tokens.EndOfText).Select(token => token.Probability)]);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte BeforeWindow(nint context, nint state, void* windows) => ++*(int*)windows == 1 ? (byte)1 : (byte)0;

    [LibraryImport("whisper", EntryPoint = "whisper_full_n_segments_from_state")]
    private static partial int SegmentCount(WhisperStateHandle state);

    [LibraryImport("whisper", EntryPoint = "whisper_full_lang_id_from_state")]
    private static partial int LanguageOf(WhisperStateHandle state);

    [LibraryImport("whisper", EntryPoint = "whisper_full_get_segment_t0_from_state")]
    private static partial long SegmentStart(WhisperStateHandle state, int segment);

    [LibraryImport("whisper", EntryPoint = "whisper_full_get_segment_t1_from_state")]
    private static partial long SegmentEnd(WhisperStateHandle state, int segment);

    [LibraryImport("whisper", EntryPoint = "whisper_full_get_segment_text_from_state")]
    private static partial byte* SegmentText(WhisperStateHandle state, int segment);

    [LibraryImport("whisper", EntryPoint = "whisper_full_n_tokens_from_state")]
    private static partial int TokenCount(WhisperStateHandle state, int segment);

    [LibraryImport("whisper", EntryPoint = "whisper_full_get_token_id_from_state")]
    private static partial int TokenId(WhisperStateHandle state, int segment, int token);

    [LibraryImport("whisper", EntryPoint = "whisper_full_get_token_p_from_state")]
    private static partial float TokenProbability(WhisperStateHandle state, int segment, int token);
}

/// <summary>What whisper.cpp made of a clip.</summary>
/// <param name="WantsAnotherWindow">True where it would have encoded the rest of the clip once more.</param>
internal sealed record ReferenceResult(string Language, IReadOnlyList<ReferenceSegment> Segments, bool WantsAnotherWindow);

/// <param name="Probabilities">Of its text tokens.</param>
internal sealed record ReferenceSegment(double StartSeconds, double EndSeconds, string Text, IReadOnlyList<float> Probabilities);
