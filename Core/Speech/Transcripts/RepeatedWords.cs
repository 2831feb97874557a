namespace VoicePrep.Speech.Transcripts;

/// <summary>Finds the loops that a decoder falls into and that are too short for the compression ratio.</summary>
internal static class RepeatedWords
{
    private const int MaxPhraseWords = 4;
    private const int MinRepeats = 4;
    private const int MinWords = 6;

    /// <summary>Whether a phrase of up to four words is repeated at least four times without a break, six words or more in all.</summary>
    public static bool In(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var phrase = 1; phrase <= MaxPhraseWords; phrase++)
        {
            // Words that equal the word one phrase before them.
            var matches = 0;
            for (var i = phrase; i < words.Length; i++)
            {
                matches = string.Equals(words[i], words[i - phrase], StringComparison.OrdinalIgnoreCase) ? matches + 1 : 0;
                var inLoop = matches + phrase;
                if (inLoop >= MinWords && inLoop / phrase >= MinRepeats)
                    return true;
            }
        }
        return false;
    }
}
