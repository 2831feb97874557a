using System.Buffers;
using System.Text;
using VoicePrep.Speech.Decoding;

namespace VoicePrep.Speech.Transcripts;

/// <summary>Cuts a decoded sequence into segments at its timestamps, each with its own judgement.</summary>
internal static class SegmentBuilder
{
    private const double SecondsPerPosition = 0.02;

    /// <param name="offsetSeconds">Where the audio that was heard begins in the clip.</param>
    /// <param name="clipSeconds">Length of the clip; no segment ends later.</param>
    public static IReadOnlyList<TranscriptSegment> Build(
        WhisperModel model, DecodedSequence sequence, double offsetSeconds, double clipSeconds)
    {
        if (sequence.Tokens.Count == 0)
            return [];

        List<TranscriptSegment> segments = [];
        var text = new ArrayBufferWriter<byte>();
        var probability = 0.0;
        var logProbability = 0.0;
        var tokens = 0;
        var start = TimeOf(sequence.Tokens[0].Timestamp);
        foreach (var token in sequence.Tokens)
        {
            if (token.Id < model.Tokens.EndOfText)
            {
                text.Write(model.TextOf(token.Id));
                probability += Math.Exp(token.LogProbability);
                logProbability += token.LogProbability;
                tokens++;
            }
            else if (token.Id >= model.Tokens.FirstTimestamp)
            {
                var time = TimeOf(token.Id);
                Close(time);
                start = time;
            }
        }
        Close(sequence.EndPosition / 100.0);
        return segments;

        double TimeOf(int token) => (token - model.Tokens.FirstTimestamp) * SecondsPerPosition;

        void Close(double end)
        {
            if (tokens == 0)
                return;
            var from = Math.Min(offsetSeconds + start, clipSeconds);
            var to = Math.Clamp(offsetSeconds + end, from, clipSeconds);
            var words = Encoding.UTF8.GetString(text.WrittenSpan).Trim();
            segments.Add(new(Math.Round(from, 3), Math.Round(to, 3), words, Math.Round(probability / tokens, 4))
            {
                Reasons = Guards.OfSegment(words, to - from, tokens, logProbability / tokens),
            });
            text.ResetWrittenCount();
            probability = 0;
            logProbability = 0;
            tokens = 0;
        }
    }
}
