using Spectre.Console;
using VoicePrep.Cli.Models;
using VoicePrep.Models;

namespace VoicePrep.Cli.Commands;

/// <summary>Pulls a model with a progress bar a file.</summary>
internal static class ConsolePull
{
    /// <exception cref="ModelFileException">It could be neither fetched nor made.</exception>
    public static Task<string> RunAsync(
        ModelPuller puller, string name, ComputeType? computeType, bool offline, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn())
            .StartAsync(context => puller.PullAsync(name, computeType, offline, new Bars(context), cancellationToken));

    private sealed class Bars(ProgressContext context) : IPullProgress
    {
        public IProgress<DownloadProgress> Download(string file)
        {
            var bar = context.AddTask(Markup.Escape(file));
            bar.IsIndeterminate = true;
            return new Bar(bar);
        }

        public void Making(string file, string source) =>
            context.AddTask(Markup.Escape($"Making {file} from {source}")).IsIndeterminate = true;
    }

    private sealed class Bar(ProgressTask task) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            task.IsIndeterminate = value.TotalBytes is null;
            task.MaxValue = value.TotalBytes ?? value.Bytes;
            task.Value = value.Bytes;
        }
    }
}
