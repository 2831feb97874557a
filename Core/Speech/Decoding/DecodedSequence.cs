namespace VoicePrep.Speech.Decoding;

/// <summary>The result of decoding a clip once.</summary>
/// <param name="Tokens">Text and timestamps in order, without the end token.</param>
/// <param name="EndPosition">Where the last segment ends if no timestamp closes it. Centiseconds.</param>
/// <param name="Temperature">0 for the first decoding, more for a repeated one.</param>
/// <param name="Completed">False if the decoder reached its limit of tokens, usually in a loop.</param>
internal sealed record DecodedSequence(IReadOnlyList<SampledToken> Tokens, int EndPosition, float Temperature, bool Completed)
{
    private const int EntropyTokens = 32;

    /// <summary>Mean of the tokens' log probabilities; 0 if there are none.</summary>
    public double MeanLogProbability { get; } = Tokens.Count == 0 ? 0 : Tokens.Average(token => (double)token.LogProbability);

    /// <summary>
    /// Entropy of the last 32 tokens, in nats; null if there are no more than 32. whisper.cpp's substitute for the reference's compression
    /// ratio.
    /// </summary>
    public double? Entropy { get; } = Tokens.Count <= EntropyTokens ? null : EntropyOf(Tokens.TakeLast(EntropyTokens));

    private static double EntropyOf(IEnumerable<SampledToken> tokens) =>
        tokens.GroupBy(token => token.Id).Select(group => group.Count() / (double)EntropyTokens).Sum(share => -share * Math.Log(share));
}
