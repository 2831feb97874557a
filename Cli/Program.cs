using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
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

using var stopping = new CancellationTokenSource();
var exitCodeOfSignal = 0;
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, 130));
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, 143));

try
{
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction error)
        error.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0; // which command there is; the error alone says the rest
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stopping.Token);
}
catch (OperationCanceledException) when (exitCodeOfSignal != 0)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return exitCodeOfSignal;
}
catch (Exception e) when (e is ServiceException or ModelFileException or LocalException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

// The commands end in order: what they started is stopped first.
void Stop(PosixSignalContext signal, int exitCode)
{
    signal.Cancel = true;
    exitCodeOfSignal = exitCode;
    stopping.Cancel();
}
