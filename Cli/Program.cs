using System.CommandLine;
using System.CommandLine.Invocation;
using Spectre.Console;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Service;
using VoicePrep.Models;

if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 160; // else 80, which breaks file names in two

var root = new RootCommand("Prepares reference audio for voice cloning.")
{
    PrepareCommand.Create(),
    WatchCommand.Create(),
    ServeCommand.Create(),
    EmbedCommand.Create(),
    CompareCommand.Create(),
    QualityCommand.Create(),
    ModelsCommand.Create(),
    BenchCommand.Create(),
    DoctorCommand.Create(),
};

try
{
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction error)
        error.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0; // which command there is; the error alone says the rest
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ServiceException or ModelFileException or LocalException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
