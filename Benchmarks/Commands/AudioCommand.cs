using System.CommandLine;
using Spectre.Console;
using VoicePrep.Benchmarks.Audio;

namespace VoicePrep.Benchmarks.Commands;

/// <summary><c>bench audio</c>: voice activity, the resampler, and the time for a clip; <c>bench/audio.md</c> has the figures.</summary>
internal static class AudioCommand
{
    public static Command Create()
    {
        var recording = new Argument<FileInfo>("RECORDING")
        {
            Description = "Speech that the timed clips are made of.",
        }.AcceptExistingOnly();
        var runs = new Option<int>("--runs") { Description = "Measurements of each length.", DefaultValueFactory = _ => 7 };
        var command = new Command("audio", "Voice activity's errors, the resampler's flatness, the time for a clip beside bare ffmpeg.")
        {
            recording, runs,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var services = new AudioServicesUnderTest();
            AnsiConsole.Write(Resampler(await new ResamplerBench(services).RunAsync(cancellationToken)));
            AnsiConsole.Write(Activity(await new ActivityBench(services).RunAsync(cancellationToken)));
            AnsiConsole.Write(
                Timing(
                    await new TimingBench(services, arguments.GetValue(recording)!.FullName, arguments.GetValue(runs))
                        .RunAsync(cancellationToken)));
        });
        return command;
    }

    private static Table Resampler(IReadOnlyList<ResamplerRow> rows)
    {
        var table = new Table()
            .Title("A sweep through the converter")
            .AddColumns("from Hz", "to Hz", "ripple to 0.9 Nyquist, dB", "at 0.95, dB", "alias over 1.05, dB");
        foreach (var row in rows)
            table.AddRow($"{row.SourceRate}", $"{row.Rate}", $"{row.RippleDb:0.0000}", $"{row.AtDb:0.00}", $"{row.AliasDb:0.0}");
        return table;
    }

    private static Table Activity(IReadOnlyList<ActivityRow> rows)
    {
        var table = new Table()
            .Title("Frames of 10 ms that are wrong")
            .AddColumns("noise", "SNR dB", "Silero", "missed", "false", "energy threshold");
        foreach (var row in rows)
            table.AddRow(
                row.Noise,
                $"{row.SignalToNoiseDb}",
                $"{row.Error:0.0%}",
                $"{row.Missed:0.0%}",
                $"{row.False:0.0%}",
                $"{row.EnergyError:0.0%}");
        return table;
    }

    private static Table Timing(IReadOnlyList<TimingRow> rows)
    {
        var table = new Table()
            .Title("Milliseconds for a clip, medians")
            .AddColumns("clip", "validation", "limit", "conversion", "bare ffmpeg", "ratio");
        foreach (var row in rows)
            table.AddRow(
                $"{row.Seconds} s",
                $"{row.Validation:0}",
                $"{row.ValidationLimit:0}",
                $"{row.Conversion:0}",
                $"{row.Bare:0}",
                $"{row.Conversion / row.Bare:0.00}");
        return table;
    }
}
