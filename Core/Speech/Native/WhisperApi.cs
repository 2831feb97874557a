using System.Runtime.InteropServices;

namespace VoicePrep.Speech.Native;

/// <summary>The part of libwhisper's C API that is used; names and meaning are those of <c>whisper.h</c>.</summary>
/// <remarks><c>WhisperLibrary</c> must have loaded the library before the first call.</remarks>
internal static unsafe partial class WhisperApi
{
    public const string Whisper = "whisper";

    [LibraryImport(Whisper, EntryPoint = "whisper_version")]
    public static partial byte* Version();

    [LibraryImport(Whisper, EntryPoint = "whisper_print_system_info")]
    public static partial byte* SystemInfo();

    [LibraryImport(Whisper, EntryPoint = "whisper_log_set")]
    public static partial void SetLog(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(Whisper, EntryPoint = "whisper_full_default_params_by_ref")]
    public static partial WhisperFullParams* DefaultFullParams(int strategy);

    [LibraryImport(Whisper, EntryPoint = "whisper_free_params")]
    public static partial void FreeFullParams(WhisperFullParams* parameters);

    [LibraryImport(Whisper, EntryPoint = "whisper_context_default_params_by_ref")]
    public static partial WhisperContextParams* DefaultContextParams();

    [LibraryImport(Whisper, EntryPoint = "whisper_free_context_params")]
    public static partial void FreeContextParams(WhisperContextParams* parameters);

    [LibraryImport(Whisper, EntryPoint = "whisper_init_from_file_with_params_no_state", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint InitFromFile(string path, WhisperContextParams parameters);

    [LibraryImport(Whisper, EntryPoint = "whisper_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Whisper, EntryPoint = "whisper_init_state")]
    public static partial nint InitState(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_free_state")]
    public static partial void FreeState(nint state);

    [LibraryImport(Whisper, EntryPoint = "whisper_set_mel_with_state")]
    public static partial int SetMel(
        WhisperContextHandle context, WhisperStateHandle state, ReadOnlySpan<float> spectrogram, int frames, int mels);

    [LibraryImport(Whisper, EntryPoint = "whisper_encode_with_state")]
    public static partial int Encode(WhisperContextHandle context, WhisperStateHandle state, int offset, int threads);

    [LibraryImport(Whisper, EntryPoint = "whisper_decode_with_state")]
    public static partial int Decode(
        WhisperContextHandle context, WhisperStateHandle state, ReadOnlySpan<int> tokens, int count, int past, int threads);

    [LibraryImport(Whisper, EntryPoint = "whisper_get_logits_from_state")]
    public static partial float* Logits(WhisperStateHandle state);

    [LibraryImport(Whisper, EntryPoint = "whisper_full_with_state")]
    public static partial int Full(
        WhisperContextHandle context, WhisperStateHandle state, WhisperFullParams parameters, ReadOnlySpan<float> samples, int count);

    [LibraryImport(Whisper, EntryPoint = "whisper_tokenize", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Tokenize(WhisperContextHandle context, string text, Span<int> tokens, int capacity);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_to_str")]
    public static partial byte* TokenText(WhisperContextHandle context, int token);

    [LibraryImport(Whisper, EntryPoint = "whisper_lang_max_id")]
    public static partial int LastLanguage();

    [LibraryImport(Whisper, EntryPoint = "whisper_lang_str")]
    public static partial byte* LanguageCode(int language);

    [LibraryImport(Whisper, EntryPoint = "whisper_is_multilingual")]
    public static partial int IsMultilingual(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_n_vocab")]
    public static partial int VocabularySize(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_n_text_ctx")]
    public static partial int TextContext(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_n_audio_ctx")]
    public static partial int AudioContext(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_eot")]
    public static partial int EndOfText(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_sot")]
    public static partial int StartOfTranscript(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_solm")]
    public static partial int StartOfLanguageModel(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_prev")]
    public static partial int StartOfPrevious(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_nosp")]
    public static partial int NoSpeech(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_not")]
    public static partial int NoTimestamps(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_beg")]
    public static partial int FirstTimestamp(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_translate")]
    public static partial int Translate(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_transcribe")]
    public static partial int Transcribe(WhisperContextHandle context);

    [LibraryImport(Whisper, EntryPoint = "whisper_token_lang")]
    public static partial int LanguageToken(WhisperContextHandle context, int language);
}
