using System.Numerics.Tensors;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>Which channels of a recording are heard.</summary>
/// <param name="Heard">Those whose mean is the voice, from 0; null for all.</param>
/// <param name="Talkers">People who speak on channels of their own.</param>
/// <param name="Speech">The speech in the mean of all channels; null where it was not looked for, or not all are heard.</param>
internal sealed record ChannelChoice(IReadOnlyList<int>? Heard, int Talkers, IReadOnlyList<SpeechSpan>? Speech = null)
{
    private const double SameDb = -30; // what two channels differ by, if they are one
    private const double LostDb = 3.5; // the mix of two independent channels is 3 dB weaker than they are
    private const double MoreSeconds = 1;
    private const double TalkerSeconds = 1.5;
    private const double SpokenShare = 0.2; // of the speech on the channel where it is loudest; a channel with less holds something else

    /// <summary>Two microphones in one room rise and fall together; two people on a call do not.</summary>
    private const double AlikeEnvelopes = 0.5;

    private const double Floor = 1e-9;

    /// <summary>
    /// The mix, without the bass effects of surround sound and without channels that hold something other than speech, unless it would
    /// lose the voice: then the channel with the loudest speech.
    /// Channels that cancel each other stay, so that they are reported as such.
    /// </summary>
    /// <param name="channels">16 kHz samples of each.</param>
    /// <param name="bass">The LFE channel.</param>
    public static ChannelChoice Of(float[][] channels, int? bass, VoiceActivity activity, CancellationToken cancellationToken)
    {
        if (channels.Length == 1 || channels[0].Length == 0 || channels.Skip(1).All(channel => IsSame(channel, channels[0])))
            return new(null, 1);

        var voices = channels.Select(channel => Voice.Of(channel, activity, cancellationToken)).ToArray();
        var best = Enumerable.Range(0, voices.Length).MaxBy(channel => voices[channel].SpeechEnergy);
        var mixed = Enumerable.Range(0, channels.Length).Where(channel => channel != bass).ToArray();
        var spoken = mixed.Where(channel => voices[channel].Seconds >= SpokenShare * voices[best].Seconds).ToArray();
        if (voices[best].SpeechEnergy > 0 && spoken.Length > 0)
            mixed = spoken;
        var mix = mixed is [var only]
            ? voices[only]
            : Voice.Of(Channels.Mean([.. mixed.Select(channel => channels[channel])]), activity, cancellationToken);
        IReadOnlyList<int>? ofMix = mixed.Length == channels.Length ? null : mixed;
        if (voices[best].SpeechEnergy == 0)
            return Of(ofMix, 1);

        var talkers = CountTalkers(voices, best);
        return Of(talkers > 1 || IsLost(mix, voices, mixed, best) ? [best] : ofMix, talkers);

        ChannelChoice Of(IReadOnlyList<int>? heard, int people) => new(heard, people, heard is null ? mix.Speech : null);
    }

    private static bool IsSame(float[] channel, float[] other)
    {
        double difference = 0, power = Floor;
        for (var i = 0; i < channel.Length; i++)
        {
            difference += (channel[i] - other[i]) * (double)(channel[i] - other[i]);
            power += other[i] * (double)other[i];
        }

        return Decibels.OfPower((difference + Floor * Floor) / power) < SameDb;
    }

    private static bool IsLost(Voice mix, Voice[] voices, int[] mixed, int best)
    {
        var frames = voices[best].SpeechFrames;
        var channel = frames.Average(frame => voices[best].Energies[frame]);
        var left = frames.Average(frame => mix.Energies[frame]) + Floor * Floor;
        var independent = mixed.Sum(other => frames.Average(frame => voices[other].Energies[frame])) / mixed.Length / mixed.Length;
        if (mixed.Contains(best) && Decibels.OfPower(independent / left) > 1)
            return false; // not lost among the others but cancelled by them
        return Decibels.OfPower(channel / left) > LostDb || voices[best].Seconds > mix.Seconds + MoreSeconds;
    }

    private static int CountTalkers(Voice[] voices, int best)
    {
        var talkers = new List<Voice> { voices[best] };
        foreach (var voice in voices.Where(voice => voice.Seconds >= TalkerSeconds))
            if (talkers.TrueForAll(other => Correlation(voice, other) < AlikeEnvelopes))
                talkers.Add(voice);
        return talkers.Count;
    }

    /// <summary>Pearson's correlation of the levels in decibels.</summary>
    private static double Correlation(Voice a, Voice b)
    {
        var (x, y) = (a.Levels(), b.Levels());
        TensorPrimitives.Subtract(x, x.Average(), x);
        TensorPrimitives.Subtract(y, y.Average(), y);
        return TensorPrimitives.CosineSimilarity<double>(x, y);
    }

    private sealed record Voice(double[] Energies, int[] SpeechFrames, IReadOnlyList<SpeechSpan> Speech)
    {
        private const double LevelFloor = 1e-7; // -70 dB: what is quieter is no voice

        public double Seconds { get; } = Speech.Sum(span => span.Seconds);

        public double SpeechEnergy { get; } = SpeechFrames.Sum(frame => Energies[frame]);

        public static Voice Of(float[] samples, VoiceActivity activity, CancellationToken cancellationToken)
        {
            IReadOnlyList<SpeechSpan> spans = activity.Detect(samples, cancellationToken);
            var energies = FrameEnergies.Of(samples);
            int[] frames =
            [
                .. spans.SelectMany(span =>
                {
                    var first = (int)(span.StartSeconds / VoiceActivity.FrameSeconds);
                    return Enumerable.Range(
                        first, Math.Min(energies.Length, (int)Math.Ceiling(span.EndSeconds / VoiceActivity.FrameSeconds)) - first);
                }),
            ];
            return new(energies, frames, spans);
        }

        public double[] Levels() => [.. Energies.Select(energy => Decibels.OfPower(energy + LevelFloor))];
    }
}
