using System.Diagnostics;
using VoicePrep.Audio;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>Median milliseconds for a clip.</summary>
/// <param name="Bare">An ffmpeg command that makes the same two files.</param>
/// <param name="ValidationLimit">0.02 of the clip's length and 0.5 s.</param>
internal sealed record TimingRow(int Seconds, double Validation, double ValidationLimit, double Conversion, double Bare);

/// <summary>Validates and converts clips of several lengths, in turn with bare ffmpeg.</summary>
internal sealed class TimingBench(AudioServicesUnderTest services, string recording, int runs)
{
    private static readonly int[] Lengths = [10, 30, 600];

    public async Task<IReadOnlyList<TimingRow>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new List<TimingRow>();
        foreach (var seconds in Lengths)
        {
            var clip = services.Folder.File($"{seconds}.flac");
            await BenchProgram.RunAsync(
                "ffmpeg", ["-v", "error", "-stream_loop", "-1", "-i", recording, "-t", $"{seconds}", "-ac", "2", "-ar", "44100", clip],
                cancellationToken);
            rows.Add(await MeasureAsync(seconds, clip, cancellationToken));
        }

        return rows;
    }

    private async Task<TimingRow> MeasureAsync(int seconds, string clip, CancellationToken cancellationToken)
    {
        using var work = services.CreateFolder(clip);
        var (speech, reference) = (work.File("speech.wav"), work.File("reference.wav"));
        List<double> validation = [], conversion = [], bare = [];
        for (var run = 0; run <= runs; run++)
        {
            Validation.Accepted? validated = null;
            var times = (
                await TimeAsync(async () =>
                    validated = (Validation.Accepted)await services.Validator.ValidateAndTrimAsync(work, cancellationToken)),
                await TimeAsync(() =>
                    Task.Run(
                        () => AudioConverter.ConvertTrimmed(work.Trimmed, validated!.Clip.Window.Seconds, speech, reference),
                        cancellationToken)),
                await TimeAsync(() =>
                    BenchProgram.RunAsync(
                        "ffmpeg",
                        [
                            "-y", "-v", "error", "-threads", "2", "-i", work.Trimmed, "-af", Filter(16_000), speech, "-af", Filter(22_050),
                            reference,
                        ], cancellationToken)));
            if (run == 0)
                continue; // warms up the model and the disk's cache
            validation.Add(times.Item1);
            conversion.Add(times.Item2);
            bare.Add(times.Item3);
        }

        return new(seconds, Median(validation), 1000 * (0.02 * seconds + 0.5), Median(conversion), Median(bare));
    }

    private static string Filter(int rate) => $"aformat=channel_layouts=mono,aresample={rate}:filter_size=128:cutoff=0.97";

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var clock = Stopwatch.StartNew();
        await run();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
