namespace VoicePrep.Speech.Transcripts;

/// <summary>Recognises text that nobody could have spoken in the time.</summary>
internal static class SpeechRate
{
    private const double MaxWordsPerSecond = 7;
    private const int MinWords = 6;

    /// <summary>For languages that are written without spaces, and for endless words.</summary>
    private const double MaxCharactersPerSecond = 40;

    public static bool IsImpossible(string text, double seconds)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return (words >= MinWords && words / seconds > MaxWordsPerSecond) || text.Length / seconds > MaxCharactersPerSecond;
    }
}
