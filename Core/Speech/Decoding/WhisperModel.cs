using System.Runtime.InteropServices;
using VoicePrep.Models;
using VoicePrep.Speech.Native;

namespace VoicePrep.Speech.Decoding;

/// <summary>One copy of a model's weights, with its vocabulary.</summary>
internal sealed unsafe class WhisperModel : IDisposable
{
    private readonly List<byte[]> tokenTexts;

    private WhisperModel(WhisperContextHandle context, float[] melFilters)
    {
        Context = context;
        MelFilters = melFilters;
        Tokens = SpecialTokens.Of(context);
        VocabularySize = WhisperApi.VocabularySize(context);
        TextContext = WhisperApi.TextContext(context);
        AudioContext = WhisperApi.AudioContext(context);
        Languages = ReadLanguages(context);
        tokenTexts =
        [
            .. Enumerable.Range(0, Tokens.EndOfText)
                .Select(token => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(WhisperApi.TokenText(context, token)).ToArray()),
        ];
    }

    public WhisperContextHandle Context { get; }

    /// <summary>[mels, bins], row by row.</summary>
    public float[] MelFilters { get; }

    public SpecialTokens Tokens { get; }

    public int VocabularySize { get; }

    /// <summary>Tokens that the decoder can attend to.</summary>
    public int TextContext { get; }

    /// <summary>Positions that the encoder was trained on: 1500 of 20 ms each.</summary>
    public int AudioContext { get; }

    /// <summary>ISO 639-1 codes by the index of their token; <c>en</c> alone for an English model.</summary>
    public IReadOnlyList<string> Languages { get; }

    public bool IsMultilingual => Languages.Count > 1;

    /// <summary>Loads the weights onto the device.</summary>
    /// <exception cref="WhisperException">The library refused the file, or memory ran out.</exception>
    public static WhisperModel Load(GgmlFile file, ComputeDevice device)
    {
        var parameters = new WhisperContextParams
        {
            UseGpu = device.IsGpu ? (byte)1 : (byte)0,
            GpuDevice = device.GpuIndex ?? 0,
            FlashAttention = 1,
            DtwTop = -1,
        };
        var context = new WhisperContextHandle(WhisperApi.InitFromFile(file.Path, parameters));
        if (context.IsInvalid)
            throw new WhisperException($"libwhisper could not load {file.Path} on {device.Name}: {NativeLog.LastError}");
        return new(context, file.MelFilters);
    }

    /// <summary>The UTF-8 bytes of a text token; a character can span several tokens.</summary>
    public ReadOnlySpan<byte> TextOf(int token) => tokenTexts[token];

    public void Dispose() => Context.Dispose();

    private static string[] ReadLanguages(WhisperContextHandle context)
    {
        if (WhisperApi.IsMultilingual(context) == 0)
            return ["en"];
        var count = Math.Min(WhisperApi.LastLanguage() + 1, WhisperApi.Translate(context) - WhisperApi.StartOfTranscript(context) - 1);
        return [.. Enumerable.Range(0, count).Select(language => Marshal.PtrToStringUTF8((nint)WhisperApi.LanguageCode(language)) ?? "")];
    }
}
