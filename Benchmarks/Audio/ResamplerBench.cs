using System.Globalization;
using VoicePrep.Audio;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>What the conversion does to a sweep.</summary>
/// <param name="RippleDb">The largest deviation up to 0.9 of Nyquist.</param>
/// <param name="AtDb">The level at 0.95 of Nyquist.</param>
/// <param name="AliasDb">The highest level of what is above 1.05 of Nyquist.</param>
internal sealed record ResamplerRow(int SourceRate, int Rate, double RippleDb, double AtDb, double AliasDb);

/// <summary>Sends a linear sweep from 0 Hz to Nyquist through the converter and looks at the level that comes out.</summary>
internal sealed class ResamplerBench(AudioServicesUnderTest services)
{
    private const int SweepSeconds = 24;
    private const double Amplitude = 0.5;
    private const double BlockSeconds = 0.1;
    private const double LowestHz = 100;
    private const double SilenceFloor = 1e-12;

    private static readonly int[] SourceRates = [44_100, 48_000];

    public async Task<IReadOnlyList<ResamplerRow>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new List<ResamplerRow>();
        foreach (var rate in SourceRates)
        {
            var sweep = services.Folder.File($"sweep-{rate}.wav");
            // The phase of a frequency that rises by rate / 2 / seconds each second.
            var phase = string.Create(CultureInfo.InvariantCulture, $"PI*{rate / 2.0 / SweepSeconds}*t*t");
            await BenchProgram.RunAsync(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", $"aevalsrc='{Amplitude}*sin({phase})':s={rate}:d={SweepSeconds}", "-c:a",
                    "pcm_s16le", sweep,
                ], cancellationToken);
            var (speech, reference) = (services.Folder.File("16.wav"), services.Folder.File("22.wav"));
            AudioConverter.ConvertTrimmed(sweep, SweepSeconds, speech, reference);
            var before = Levels(sweep);
            rows.Add(Measure(rate, before, SampleRates.Speech, Levels(speech)));
            rows.Add(Measure(rate, before, SampleRates.Reference, Levels(reference)));
        }

        return rows;
    }

    private static ResamplerRow Measure(int sourceRate, double[] before, int rate, double[] after)
    {
        var hzOfBlock = sourceRate / 2.0 * BlockSeconds / SweepSeconds;
        var gains = after.Select((level, block) => (OfNyquist: (block + 0.5) * hzOfBlock / (rate / 2.0), Db: level - before[block]))
            .ToArray();
        return new(
            sourceRate,
            rate,
            gains.Where(gain => gain.OfNyquist * rate / 2 > LowestHz && gain.OfNyquist < 0.9).Max(gain => Math.Abs(gain.Db)),
            gains.MinBy(gain => Math.Abs(gain.OfNyquist - 0.95)).Db,
            gains.Where(gain => gain.OfNyquist > 1.05).Max(gain => gain.Db));
    }

    /// <summary>The level of each block. dB.</summary>
    private static double[] Levels(string file)
    {
        var (samples, rate) = WavFile.ReadMono(file);
        return
        [
            .. samples.Chunk((int)(BlockSeconds * rate))
                .Select(block => 10 * Math.Log10(block.Average(sample => (double)sample * sample) + SilenceFloor)),
        ];
    }
}
