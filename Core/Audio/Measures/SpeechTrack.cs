using VoicePrep.Audio.Activity;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Measures;

/// <summary>A clip as the voice activity model hears it, 16 kHz mono, with the speech that was found, frame by frame (32 ms).</summary>
internal sealed class SpeechTrack
{
    private const double MarginSeconds = 0.1; // sounds fade in and out around speech: neither speech nor pause

    private readonly bool[] speech;
    private readonly bool[] near;

    public SpeechTrack(float[] samples, IReadOnlyList<SpeechSpan> spans)
    {
        (Samples, Spans) = (samples, spans);
        Energies = FrameEnergies.Of(samples);
        speech = Mark(0);
        near = Mark(MarginSeconds);
    }

    public float[] Samples { get; }

    public IReadOnlyList<SpeechSpan> Spans { get; }

    /// <summary>Of all the speech.</summary>
    public double Seconds => Spans.Sum(span => span.Seconds);

    /// <summary>Mean square of each frame.</summary>
    public double[] Energies { get; }

    public bool IsSpeech(int frame) => frame < speech.Length && speech[frame];

    public bool IsPause(int frame) => frame < near.Length && !near[frame];

    public bool IsSpeechAt(double seconds) => IsSpeech(FrameAt(seconds));

    public bool IsPauseAt(double seconds) => IsPause(FrameAt(seconds));

    /// <summary>The frames that begin in a window.</summary>
    public IEnumerable<int> Frames(ClipWindow window)
    {
        var end = Math.Min(Energies.Length, FrameAt(window.StartSeconds + window.Seconds) + 1);
        for (var frame = (int)Math.Ceiling(window.StartSeconds / VoiceActivity.FrameSeconds); frame < end; frame++)
            yield return frame;
    }

    /// <summary>Stretches of a length in a window's pauses: the first samples, at least <paramref name="step"/> apart.</summary>
    public IEnumerable<int> Pauses(ClipWindow window, int length, int step)
    {
        var end = (int)Math.Min(Samples.Length, (window.StartSeconds + window.Seconds) * VoiceActivity.SampleRate) - length;
        for (var start = (int)(window.StartSeconds * VoiceActivity.SampleRate); start <= end; start += step)
            if (Enumerable.Range(start / SileroState.FrameLength, length / SileroState.FrameLength + 1).All(IsPause))
                yield return start;
    }

    /// <summary>Mean square of the speech in a window; 0 where there is none.</summary>
    public double SpeechPower(ClipWindow window) =>
        Frames(window).Where(IsSpeech).Select(frame => Energies[frame]).DefaultIfEmpty().Average();

    /// <summary>The speech in a window, in seconds from the window's start.</summary>
    public IReadOnlyList<SpeechSpan> Within(ClipWindow window) =>
    [
        .. Spans
            .Select(span =>
                new SpeechSpan(
                    Math.Max(0, span.StartSeconds - window.StartSeconds), Math.Min(window.Seconds, span.EndSeconds - window.StartSeconds)))
            .Where(span => span.Seconds > 0),
    ];

    private static int FrameAt(double seconds) => (int)(seconds / VoiceActivity.FrameSeconds);

    private bool[] Mark(double margin)
    {
        var marks = new bool[Energies.Length];
        foreach (var span in Spans)
        {
            var end = Math.Min(marks.Length, FrameAt(span.EndSeconds + margin) + 1);
            for (var frame = FrameAt(Math.Max(0, span.StartSeconds - margin)); frame < end; frame++)
                marks[frame] = true;
        }

        return marks;
    }
}
