using VoicePrep.Signal;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Voice;

/// <summary>OpenVoice's two ways to cut a recording into the pieces whose embeddings are averaged. In seconds from its start.</summary>
/// <remarks>
/// The rules are those of OpenVoice's <c>openvoice/se_extractor.py</c>, except that cuts are exact to the sample and not to the
/// millisecond, and that where OpenVoice fails (less than 5 s of speech, or no usable Whisper segment), all the speech is one piece.
/// </remarks>
public static class SpeechPieces
{
    private const double PieceSeconds = 10;
    private const double MinSpeechSeconds = 0.1;
    private const double MinSilenceSeconds = 1;
    private const double DilationSeconds = 0.5;

    private const double SegmentMarginSeconds = 0.08;
    private const double MinSegmentSeconds = 1.5;
    private const double MaxSegmentSeconds = 20;
    private const int MinSegmentCharacters = 2;
    private const int MaxSegmentCharacters = 200;

    private const double ComparedSeconds = 3;
    private const double MinComparedSeconds = 1;
    private const double ComparedPauseSeconds = 0.2;

    /// <summary>
    /// Stretches by voice activity: pauses under 1 s are bridged, speech under 0.1 s is dropped, 0.5 s are added at both ends, and
    /// stretches that then overlap are merged. The whole recording if there is no speech.
    /// </summary>
    /// <param name="speech">The detected speech, in order.</param>
    /// <param name="seconds">Length of the recording.</param>
    public static IReadOnlyList<SpeechSpan> ByVoiceActivity(IReadOnlyList<SpeechSpan> speech, double seconds)
    {
        var dilated = Merge(speech, MinSilenceSeconds)
            .Where(span => span.Seconds >= MinSpeechSeconds)
            .Select(span =>
                new SpeechSpan(Math.Max(0, span.StartSeconds - DilationSeconds), Math.Min(seconds, span.EndSeconds + DilationSeconds)))
            .Where(span => span.Seconds > 0);
        var merged = Merge(dilated, 0);
        return merged.Count > 0 ? merged : [new(0, seconds)];
    }

    /// <summary>
    /// Whisper's segments, each as one piece, extended by 80 ms at the end and, except for the first, at the start; only those longer than
    /// 1.5 s and shorter than 20 s with 2 to 199 characters. May be empty.
    /// </summary>
    public static IReadOnlyList<SpeechSpan> ByTranscript(IReadOnlyList<TranscriptSegment> segments, double seconds) =>
    [
        .. segments
            .Select((segment, i) =>
                (
                    segment.Text,
                    Span: new SpeechSpan(
                        Math.Max(0, segment.StartSeconds - (i > 0 ? SegmentMarginSeconds : 0)),
                        Math.Min(seconds, segment.EndSeconds + SegmentMarginSeconds))))
            .Where(segment => segment.Span.Seconds is > MinSegmentSeconds and < MaxSegmentSeconds
                && segment.Text.Replace("...", "", StringComparison.Ordinal).Length is >= MinSegmentCharacters and < MaxSegmentCharacters)
            .Select(segment => segment.Span),
    ];

    /// <summary>The number of equal pieces into which OpenVoice cuts speech: one per 10 s, rounded half to even, at least one.</summary>
    public static int Count(double seconds) => Math.Max(1, (int)Math.Round(seconds / PieceSeconds, MidpointRounding.ToEven));

    /// <summary>Cuts samples into equal pieces, without gaps.</summary>
    public static IReadOnlyList<Range> Equal(int samples, int pieces) =>
        [.. Enumerable.Range(0, pieces).Select(i => (int)((long)samples * i / pieces)..(int)((long)samples * (i + 1) / pieces))];

    /// <summary>
    /// Stretches of about 3 s to compare with each other. They do not span pauses of more than 0.2 s, after which another person may
    /// speak; those under 1 s say too little and are left out.
    /// </summary>
    public static IReadOnlyList<SpeechSpan> ForComparison(IReadOnlyList<SpeechSpan> speech, double seconds) =>
    [
        .. Merge(speech, ComparedPauseSeconds)
            .Select(span => new SpeechSpan(span.StartSeconds, Math.Min(seconds, span.EndSeconds)))
            .Where(span => span.Seconds >= MinComparedSeconds)
            .SelectMany(span =>
            {
                var count = Math.Max(1, (int)Math.Round(span.Seconds / ComparedSeconds));
                return Enumerable.Range(0, count)
                    .Select(i =>
                        new SpeechSpan(span.StartSeconds + span.Seconds * i / count, span.StartSeconds + span.Seconds * (i + 1) / count));
            }),
    ];

    private static List<SpeechSpan> Merge(IEnumerable<SpeechSpan> spans, double bridge)
    {
        var merged = new List<SpeechSpan>();
        foreach (var span in spans)
        {
            if (merged.Count > 0 && span.StartSeconds - merged[^1].EndSeconds <= bridge)
                merged[^1] = merged[^1] with { EndSeconds = Math.Max(merged[^1].EndSeconds, span.EndSeconds) };
            else
                merged.Add(span);
        }

        return merged;
    }
}
