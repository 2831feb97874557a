using VoicePrep.Speech.Native;

namespace VoicePrep.Speech.Decoding;

/// <summary>
/// Tokens that are not text. Text is below <see cref="EndOfText"/>, timestamps from <see cref="FirstTimestamp"/>, 20 ms apart.
/// </summary>
/// <param name="Blank">The token of one space.</param>
/// <param name="NeverSampled">Tokens that only occur in prompts.</param>
internal sealed record SpecialTokens(
    int EndOfText,
    int StartOfTranscript,
    int Transcribe,
    int NoSpeech,
    int FirstTimestamp,
    int Blank,
    int[] NeverSampled)
{
    /// <summary>The token of a language by its index.</summary>
    public int Language(int index) => StartOfTranscript + 1 + index;

    public static SpecialTokens Of(WhisperContextHandle context)
    {
        Span<int> blank = stackalloc int[4];
        if (WhisperApi.Tokenize(context, " ", blank, blank.Length) != 1)
            throw new WhisperException("The model's vocabulary has no token for a space: it is not a Whisper model.");

        var languages = Enumerable.Range(0, WhisperApi.LastLanguage() + 1).Select(index => WhisperApi.LanguageToken(context, index));
        int[] neverSampled =
        [
            WhisperApi.NoTimestamps(context),
            WhisperApi.StartOfTranscript(context),
            WhisperApi.NoSpeech(context),
            WhisperApi.StartOfLanguageModel(context),
            WhisperApi.Translate(context),
            WhisperApi.Transcribe(context),
            WhisperApi.StartOfPrevious(context),
            .. languages,
        ];
        return new(
            WhisperApi.EndOfText(context),
            WhisperApi.StartOfTranscript(context),
            WhisperApi.Transcribe(context),
            WhisperApi.NoSpeech(context),
            WhisperApi.FirstTimestamp(context),
            blank[0],
            neverSampled);
    }
}
