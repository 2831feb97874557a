using VoicePrep.Audio.Activity;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>The share of frames (10 ms) that were taken for the wrong thing.</summary>
internal sealed record ActivityRow(string Noise, int SignalToNoiseDb, double Error, double Missed, double False, double EnergyError);

/// <summary>
/// Phrases of several synthetic voices at known times, with noise: how often voice activity is wrong, beside a plain threshold on
/// the energy half way, in dB, between the quiet and the loud frames. The detector's limits were chosen on other voices and words.
/// </summary>
internal sealed class ActivityBench(AudioServicesUnderTest services)
{
    private const int Rate = VoiceActivity.SampleRate;
    private const int Frame = Rate / 100;
    private const int Phrases = 70;
    private const int MaxWords = 6;

    private readonly SyntheticSpeakers speakers = new(
        services,
        ["en-us-nyc+steph", "en-gb-x-gbclan+john", "da+f1", "cs+m4", "pt-br+shelby", "ca+m6", "nb+grandma", "tr+max"],
        [
            "mountain", "weather", "ticket", "island", "library", "engine", "harbour", "pencil", "concert", "passenger", "evening",
            "coffee", "bridge", "painter", "traffic", "history",
        ]);

    private readonly SyntheticSpeakers talkers = new(
        services,
        ["en-029+anika", "fr-be+m1", "es-419+f4", "sk+david", "en-gb-scotland+ed", "lv+f2", "hr+m3", "is+aunty", "et+paul", "sl+belinda"],
        [
            "carpet", "minister", "journey", "butter", "pocket", "winner", "captain", "dinner", "signal", "farmer", "century", "bottle",
            "member", "lesson", "artist",
        ]);

    public async Task<IReadOnlyList<ActivityRow>> RunAsync(CancellationToken cancellationToken)
    {
        var random = new Random(2027);
        var (speech, truth) = Place(await speakers.SpeakAsync(Phrases, MaxWords, random, cancellationToken), random);
        var others = await talkers.SpeakAsync(Phrases, MaxWords, random, cancellationToken);
        var noises = new (string Name, float[] Samples)[]
        {
            ("white", Noises.White(speech.Length, random)),
            ("street", Noises.Street(speech.Length, random)),
            ("babble of 20", Noises.Babble(others, 20, speech.Length, random)),
            ("babble of 8", Noises.Babble(others, 8, speech.Length, random)),
            ("babble of 4", Noises.Babble(others, 4, speech.Length, random)),
        };
        var spoken = truth.Count(frame => frame) * Frame;
        var rows = new List<ActivityRow>();
        foreach (var (name, noise) in noises)
            foreach (var db in new[] { 20, 10, 5 })
                rows.Add(Measure(name, db, Noises.Mix(speech, spoken, noise, db), truth, cancellationToken));
        return rows;
    }

    private ActivityRow Measure(string noise, int db, float[] mixed, bool[] truth, CancellationToken cancellationToken)
    {
        var found = new bool[truth.Length];
        foreach (var span in services.Activity.Detect(mixed, cancellationToken))
            for (var frame = (int)(span.StartSeconds * 100); frame < Math.Min(found.Length, span.EndSeconds * 100); frame++)
                found[frame] = true;
        var missed = truth.Zip(found).Count(pair => pair is (true, false));
        var wrong = truth.Zip(found).Count(pair => pair is (false, true));
        return new(
            noise,
            db,
            (double)(missed + wrong) / truth.Length,
            (double)missed / truth.Length,
            (double)wrong / truth.Length,
            EnergyError(mixed, truth));
    }

    private static double EnergyError(float[] mixed, bool[] truth)
    {
        var levels = truth.Select((_, frame) =>
            Math.Log10(mixed.AsSpan(frame * Frame, Frame).ToArray().Sum(sample => (double)sample * sample) + 1e-9))
            .ToArray();
        var sorted = levels.Order().ToArray();
        var threshold = (sorted[sorted.Length / 10] + sorted[sorted.Length * 95 / 100]) / 2;
        return (double)truth.Where((speech, frame) => speech != levels[frame] > threshold).Count() / truth.Length;
    }

    /// <summary>Phrases with pauses of 0.3 to 1.5 s before them; whether each frame is within a phrase.</summary>
    private static (float[] Samples, bool[] Truth) Place(IReadOnlyList<float[]> phrases, Random random)
    {
        var samples = new List<float>();
        var speech = new List<(int Start, int End)>();
        foreach (var phrase in phrases)
        {
            samples.AddRange(new float[(int)(Rate * (0.3 + 1.2 * random.NextDouble()))]);
            speech.Add((samples.Count, samples.Count + phrase.Length));
            samples.AddRange(phrase);
        }

        var truth = new bool[samples.Count / Frame];
        foreach (var (start, end) in speech)
            for (var frame = (start + Frame / 2) / Frame; frame < Math.Min(truth.Length, (end + Frame / 2) / Frame); frame++)
                truth[frame] = true;
        return ([.. samples], truth);
    }
}
