using System.Numerics.Tensors;

namespace VoicePrep.Speech.Decoding;

/// <summary>
/// Chooses the next token from the decoder's output by Whisper's rules for timestamps (Radford et al. 2022, and <c>ApplyTimestampRules</c>
/// of openai/whisper, with whisper.cpp's rule that times never go back).
/// </summary>
/// <param name="vocabularySize">Length of the logits.</param>
/// <param name="audioContext">Positions of the encoder in 30 s; timestamp tokens are one position apart.</param>
internal sealed class LogitRules(SpecialTokens tokens, int vocabularySize, int audioContext)
{
    private const float MaxInitialTimestampSeconds = 1f;
    private const float WindowSeconds = 30f;

    private readonly int lastInitialTimestamp = tokens.FirstTimestamp
        + (int)MathF.Round(MaxInitialTimestampSeconds / (WindowSeconds / audioContext));
    private readonly float[] exponentials = new float[vocabularySize];

    /// <summary>The next token.</summary>
    /// <param name="logits">The decoder's output for the last token; overwritten.</param>
    /// <param name="sampled">The tokens sampled so far.</param>
    /// <param name="earliestTimestamp">Timestamp tokens below this one would go back in time; 0 where there was none yet.</param>
    /// <param name="temperature">0 takes the likeliest token; a higher value draws one from the distribution.</param>
    public SampledToken Next(
        Span<float> logits, ReadOnlySpan<SampledToken> sampled, int earliestTimestamp, float temperature, Random random)
    {
        Suppress(logits, sampled, earliestTimestamp);

        var text = logits[..tokens.FirstTimestamp];
        var times = logits[tokens.FirstTimestamp..];
        var likeliestText = TensorPrimitives.Max<float>(text);
        var likeliestTime = TensorPrimitives.Max<float>(times);
        var textSum = ExponentialSum(text, likeliestText);
        var timeSum = ExponentialSum(times, likeliestTime);

        // If all timestamps together are likelier than the likeliest text token, the next token is a timestamp.
        var timesTogether = MathF.Log(timeSum) + likeliestTime;
        var onlyTimes = timesTogether > likeliestText;

        var likeliest = MathF.Max(likeliestText, likeliestTime);
        var logSum = likeliest + MathF.Log(
            (textSum * MathF.Exp(likeliestText - likeliest)) + (timeSum * MathF.Exp(likeliestTime - likeliest)));

        var start = onlyTimes ? tokens.FirstTimestamp : 0;
        var token = start + (
            temperature > 0 ? Draw(logits[start..], temperature, random) : TensorPrimitives.IndexOfMax<float>(logits[start..]));
        var timestamp = token >= tokens.FirstTimestamp ? token : tokens.FirstTimestamp + TensorPrimitives.IndexOfMax<float>(times);
        return new(token, timestamp, logits[token] - logSum);
    }

    private void Suppress(Span<float> logits, ReadOnlySpan<SampledToken> sampled, int earliestTimestamp)
    {
        foreach (var token in tokens.NeverSampled)
            logits[token] = float.NegativeInfinity;

        if (sampled.IsEmpty)
        {
            logits[tokens.EndOfText] = float.NegativeInfinity;
            logits[tokens.Blank] = float.NegativeInfinity;
            logits[(lastInitialTimestamp + 1)..].Fill(float.NegativeInfinity);
        }
        else if (sampled[^1].Id >= tokens.FirstTimestamp)
        {
            // Timestamps come in pairs, except before the end.
            if (sampled.Length < 2 || sampled[^2].Id >= tokens.FirstTimestamp)
                logits[tokens.FirstTimestamp..].Fill(float.NegativeInfinity);
            else
                logits[..tokens.EndOfText].Fill(float.NegativeInfinity);
        }

        if (earliestTimestamp > tokens.FirstTimestamp)
            logits[tokens.FirstTimestamp..earliestTimestamp].Fill(float.NegativeInfinity);
    }

    /// <summary>Sum of exp(x - max); 0 where everything is suppressed.</summary>
    private float ExponentialSum(ReadOnlySpan<float> logits, float max)
    {
        if (float.IsNegativeInfinity(max))
            return 0;
        var buffer = exponentials.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, max, buffer);
        TensorPrimitives.Exp<float>(buffer, buffer);
        return TensorPrimitives.Sum<float>(buffer);
    }

    private int Draw(ReadOnlySpan<float> logits, float temperature, Random random)
    {
        var buffer = exponentials.AsSpan(0, logits.Length);
        TensorPrimitives.Divide(logits, temperature, buffer);
        TensorPrimitives.Subtract(buffer, TensorPrimitives.Max<float>(buffer), buffer);
        TensorPrimitives.Exp<float>(buffer, buffer);
        var left = random.NextSingle() * TensorPrimitives.Sum<float>(buffer);
        for (var i = 0; i < buffer.Length; i++)
        {
            left -= buffer[i];
            if (left < 0)
                return i;
        }
        return TensorPrimitives.IndexOfMax<float>(buffer);
    }
}

/// <summary>A token that the decoder chose.</summary>
/// <param name="Timestamp">The likeliest timestamp token at this position; the token itself if it is one.</param>
/// <param name="LogProbability">Natural logarithm of its probability at temperature 0.</param>
internal readonly record struct SampledToken(int Id, int Timestamp, float LogProbability);
