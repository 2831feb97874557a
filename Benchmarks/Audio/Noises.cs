using VoicePrep.Audio.Activity;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>Noises at 16 kHz, the same every time, and their mixture with speech.</summary>
internal static class Noises
{
    private const int Rate = VoiceActivity.SampleRate;

    public static float[] White(int length, Random random) =>
        [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    /// <summary>Low rumble, and cars that pass every few seconds.</summary>
    public static float[] Street(int length, Random random)
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

    /// <summary>Several talkers at once, without pauses.</summary>
    public static float[] Babble(IReadOnlyList<float[]> phrases, int talkers, int length, Random random)
    {
        var noise = new float[length];
        for (var talker = 0; talker < talkers; talker++)
            for (var at = 0; at < length;)
            {
                var phrase = phrases[random.Next(phrases.Count)];
                for (var i = 0; i < phrase.Length && at < length; i++)
                    noise[at++] += phrase[i];
            }

        return noise;
    }

    /// <summary>The ratio is that of the power within the speech to that of the noise.</summary>
    /// <param name="spoken">Samples of <paramref name="speech"/> that are within the speech.</param>
    public static float[] Mix(float[] speech, int spoken, float[] noise, int db)
    {
        var gain = (float)Math.Sqrt(Power(speech) / spoken / (Power(noise) / noise.Length) * Math.Pow(10, -db / 10.0));
        return [.. speech.Zip(noise, (a, b) => a + gain * b)];
    }

    private static double Power(float[] samples) => samples.Sum(sample => (double)sample * sample);
}
