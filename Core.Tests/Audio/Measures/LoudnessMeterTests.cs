using System.Globalization;
using VoicePrep.Audio.Measures;

namespace VoicePrep.Tests.Audio.Measures;

/// <summary>Against FFmpeg's own meter, the filter <c>ebur128</c>.</summary>
public sealed class LoudnessMeterTests : IDisposable
{
    private const double Tolerance = 0.1; // LU; the filter counts loudness in steps of that size

    private static readonly Dictionary<string, string> Sounds = new(StringComparer.Ordinal)
    {
        ["tone"] = "sine=f=997:d=12,volume=2dB",
        ["bursts"] = "aevalsrc='if(lt(mod(t,3),1),0.3*sin(2*PI*120*t),0)':d=15",
        ["noise and silence"] = "anoisesrc=d=6:c=pink:a=0.5:seed=1,adelay=2000,apad=pad_dur=4",
        ["loud and quiet"] = "anoisesrc=d=12:a=0.5:seed=2,volume='if(lt(t,6),1,0.2)':eval=frame",
        ["almost nothing"] = "anoisesrc=d=8:a=0.002:seed=3",
    };

    private readonly AudioWorkbench bench = new();

    public static TheoryData<string, int, int> All
    {
        get
        {
            var all = new TheoryData<string, int, int>();
            foreach (var sound in Sounds.Keys.Append("speech"))
                foreach (var rate in new[] { 16_000, 44_100, 48_000 })
                    foreach (var channels in new[] { 1, 2 })
                        all.Add(sound, rate, channels);
            return all;
        }
    }

    public void Dispose() => bench.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Integrated_KnownSound_IsWhatFfmpegMeasures(string sound, int rate, int channels)
    {
        string[] source = Sounds.TryGetValue(sound, out var filter)
            ? ["-f", "lavfi", "-i", filter]
            : ["-i", await bench.SpeakAsync(12, "speech.wav")];
        var layout = channels == 2 ? "pan=stereo|c0=c0|c1=0.5*c0,adelay=0|700" : "anull";
        var samples = await bench.MakeAsync([.. source, "-af", layout, "-ar", $"{rate}", "-f", "f32le", "sound"]);

        Assert.Equal(await MeasureWithFfmpegAsync(samples, rate, channels), Measure(samples, rate, channels), Tolerance);
    }

    private static double Measure(string samples, int rate, int channels)
    {
        var meter = new ClipMeter(rate, channels);
        meter.Add(File.ReadAllBytes(samples));
        meter.Complete();
        return meter.Loudness.Integrated(..)!.Value;
    }

    private async Task<double> MeasureWithFfmpegAsync(string samples, int rate, int channels)
    {
        var report = bench.File("report.txt");
        await bench.MakeAsync(
            "-f", "f32le", "-ar", $"{rate}", "-ac", $"{channels}", "-i", samples, "-af",
            $"ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file={report}", "measured.wav");
        return double.Parse(File.ReadLines(report).Last().Split('=')[1], CultureInfo.InvariantCulture);
    }
}
