using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Cli.Service;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep doctor</c>: tries each part that the service needs, with the settings of the environment.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var service = new ServiceOptions();
        var command = new Command("doctor", "Tries each part that the service needs, and says what to do if one is missing.");
        service.AddTo(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            await using var parts = SettingErrors.Build(configuration);
            using var client = service.CreateClient(arguments);

            var table = new Table().NoBorder().HideHeaders().AddColumns("", "", "");
            var sound = true;
            foreach (var (name, examine) in Examinations(parts))
                sound &= await ExamineAsync(table, name, examine, "[red]missing[/]", cancellationToken);

            await ExamineAsync(table, "service", client.DescribeHealthAsync, "[dim]not running[/]", cancellationToken);
            AnsiConsole.Write(table);
            return sound ? 0 : 1;
        });
        return command;
    }

    private static IEnumerable<(string Name, Func<CancellationToken, Task<string>> Examine)> Examinations(IServiceProvider parts)
    {
        yield return ("settings", cancellationToken => CheckSettingsAsync(parts, cancellationToken));
        yield return ("ffmpeg", cancellationToken => DescribeAsync(parts.GetRequiredService<FfmpegRunner>(), cancellationToken));
        yield return ("voice activity", cancellationToken => Task.Run(
            () =>
            {
                parts.GetRequiredService<VoiceActivity>().Detect(new float[VoiceActivity.SampleRate], cancellationToken);
                return "Silero answers";
            },
            cancellationToken));
        yield return ("Whisper", cancellationToken => Task.Run(
            () =>
            {
                var engine = parts.GetRequiredService<WhisperEngine>();
                engine.Prepare();
                var status = engine.Status;
                return $"{status.ModelProfile} on {status.Device}, {status.Places} at once, libwhisper "
                    + $"{status.LibraryVersion}{(status.Notice is null ? "" : $"; {status.Notice}")}";
            },
            cancellationToken));
        yield return (
            "voice model", cancellationToken => Task.Run(() => parts.GetRequiredService<VoiceEmbedder>().Model.Name, cancellationToken));
    }

    private static async Task<string> CheckSettingsAsync(IServiceProvider parts, CancellationToken cancellationToken)
    {
        var app = await AppSettings.CheckAsync(cancellationToken);
        var errors = SettingErrors.Of(parts).Union(app.Errors, StringComparer.Ordinal);
        var notices = SettingErrors.Unknown(parts).Union(app.Notices, StringComparer.Ordinal);
        return errors.Any() ? throw new CommandException(string.Join('\n', errors.Concat(notices)))
            : string.Join('\n', notices.Prepend("all in range"));
    }

    private static async Task<string> DescribeAsync(FfmpegRunner ffmpeg, CancellationToken cancellationToken) =>
        $"{await ffmpeg.GetVersionAsync(cancellationToken)}, {ffmpeg.Notice ?? "confined to its folder, without network"}";

    private static async Task<bool> ExamineAsync(
        Table table, string name, Func<CancellationToken, Task<string>> examine, string failure, CancellationToken cancellationToken)
    {
        try
        {
            table.AddRow(name, "[green]ok[/]", Markup.Escape(await examine(cancellationToken)));
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            table.AddRow(name, failure, Markup.Escape(e.Message));
            return false;
        }
    }
}
