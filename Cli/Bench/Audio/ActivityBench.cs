using VoicePrep.Audio;

namespace VoicePrep.Cli.Bench.Audio;

/// <summary>The share of frames (10 ms) that were taken for the wrong thing.</summary>
internal sealed record ActivityRow(string Noise, int SignalToNoiseDb, double Error, double Missed, double False, double EnergyError);

/// <summary>
/// Words of several synthetic voices at known times, with noise: how often voice activity is wrong, beside a plain threshold on
/// the energy half way, in dB, between the quiet and the loud frames.
/// </summary>
internal sealed class ActivityBench(AudioServicesUnderTest services)
{
    private const int Rate = VoiceActivity.SampleRate;
    private const int Frame = Rate / 100;
    private const int Words = 120;
    private const double SilenceBelowPeak = 0.01;

    private static readonly string[] Voices = ["en-us", "en-gb+f3", "de", "en-us+m5", "de+f2", "en-gb+m2"];
    private static readonly string[] Vocabulary = ["seven", "recording", "machine", "yellow", "amplifier", "window", "nine", "station", "holiday", "zebra"];

    public async Task<IReadOnlyList<ActivityRow>> RunAsync(CancellationToken cancellationToken)
    {
        var words = await SpeakWordsAsync(cancellationToken);
        var (speech, truth) = Place(words, new Random(1));
        var noises = new (string Name, float[] Samples)[]
        {
            ("white", White(speech.Length, new Random(2))),
            ("street", Street(speech.Length, new Random(3))),
            ("babble of 20", Babble(words, 20, speech.Length, new Random(4))),
            ("babble of 8", Babble(words, 8, speech.Length, new Random(4))),
        };
        var rows = new List<ActivityRow>();
        foreach (var (name, noise) in noises)
            foreach (var db in new[] { 20, 10, 5 })
                rows.Add(Measure(name, db, Mix(speech, truth, noise, db), truth, cancellationToken));
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
        return new(noise, db, (double)(missed + wrong) / truth.Length, (double)missed / truth.Length, (double)wrong / truth.Length, EnergyError(mixed, truth));
    }

    private static double EnergyError(float[] mixed, bool[] truth)
    {
        var levels = truth.Select((_, frame) => Math.Log10(mixed.AsSpan(frame * Frame, Frame).ToArray().Sum(sample => (double)sample * sample) + 1e-9)).ToArray();
        var sorted = levels.Order().ToArray();
        var threshold = (sorted[sorted.Length / 10] + sorted[sorted.Length * 95 / 100]) / 2;
        return (double)truth.Where((speech, frame) => speech != levels[frame] > threshold).Count() / truth.Length;
    }

    /// <summary>Each word without the silence around it.</summary>
    private async Task<List<float[]>> SpeakWordsAsync(CancellationToken cancellationToken)
    {
        var words = new List<float[]>();
        foreach (var voice in Voices)
            foreach (var word in Vocabulary)
            {
                var (spoken, converted) = (services.Folder.File("word.wav"), services.Folder.File("word16.wav"));
                await MaterialProgram.RunAsync("espeak-ng", ["-v", voice, "-w", spoken, word], cancellationToken);
                await MaterialProgram.RunAsync("ffmpeg", ["-y", "-v", "error", "-i", spoken, "-ar", $"{Rate}", "-c:a", "pcm_s16le", converted], cancellationToken);
                var samples = WavFile.ReadMono(converted).Samples;
                var limit = SilenceBelowPeak * samples.Max(Math.Abs);
                words.Add(samples[Array.FindIndex(samples, sample => Math.Abs(sample) > limit)..(Array.FindLastIndex(samples, sample => Math.Abs(sample) > limit) + 1)]);
            }

        return words;
    }

    /// <summary>Words with pauses of 0.3 to 1.5 s between them; whether each frame is within a word.</summary>
    private static (float[] Samples, bool[] Truth) Place(List<float[]> words, Random random)
    {
        var samples = new List<float>();
        var speech = new List<(int Start, int End)>();
        for (var i = 0; i < Words; i++)
        {
            samples.AddRange(new float[(int)(Rate * (0.3 + 1.2 * random.NextDouble()))]);
            var word = words[random.Next(words.Count)];
            speech.Add((samples.Count, samples.Count + word.Length));
            samples.AddRange(word);
        }

        var truth = new bool[samples.Count / Frame];
        foreach (var (start, end) in speech)
            for (var frame = (start + Frame / 2) / Frame; frame < Math.Min(truth.Length, (end + Frame / 2) / Frame); frame++)
                truth[frame] = true;
        return ([.. samples], truth);
    }

    /// <summary>The ratio is that of the power within words to that of the noise.</summary>
    private static float[] Mix(float[] speech, bool[] truth, float[] noise, int db)
    {
        var spoken = truth.Count(frame => frame) * (double)Frame;
        var gain = (float)Math.Sqrt(Power(speech) / spoken / (Power(noise) / noise.Length) * Math.Pow(10, -db / 10.0));
        return [.. speech.Zip(noise, (a, b) => a + gain * b)];
    }

    private static double Power(float[] samples) => samples.Sum(sample => (double)sample * sample);

    private static float[] White(int length, Random random) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    /// <summary>Low rumble, and cars that pass every few seconds.</summary>
    private static float[] Street(int length, Random random)
    {
        var noise = new float[length];
        double low = 0, middle = 0;
        for (var n = 0; n < length; n++)
        {
            var white = random.NextDouble() * 2 - 1;
            low += 0.01 * (white - low);
            middle += 0.15 * (white - middle);
            var car = Math.Pow(Math.Max(0, Math.Sin(2 * Math.PI * n / Rate / 7.3) * Math.Sin(2 * Math.PI * n / Rate / 3.1)), 2);
            noise[n] = (float)(6 * low + 2 * car * middle);
        }

        return noise;
    }

    /// <summary>Many talkers at once, without pauses.</summary>
    private static float[] Babble(List<float[]> words, int talkers, int length, Random random)
    {
        var noise = new float[length];
        for (var talker = 0; talker < talkers; talker++)
            for (var at = 0; at < length;)
            {
                var word = words[random.Next(words.Count)];
                for (var i = 0; i < word.Length && at < length; i++)
                    noise[at++] += word[i];
            }

        return noise;
    }
}
