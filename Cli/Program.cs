using System.CommandLine;
using System.CommandLine.Invocation;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Spectre.Console;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Cli;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Service;
using VoicePrep.Models;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Out = new AnsiConsoleOutput(new UnpaddedWriter(Console.Out));
    AnsiConsole.Profile.Width = short.MaxValue; // no line is broken in two
}

var root = new RootCommand("Prepares reference audio for voice cloning.")
{
    PrepareCommand.Create(),
    WatchCommand.Create(),
    ServeCommand.Create(),
    StudioCommand.Create(),
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
catch (Exception e) when (exitCodeOfSignal != 0 && e is OperationCanceledException or ServiceException or IOException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return exitCodeOfSignal;
}
catch (Exception e) when (e is ServiceException or ModelFileException or LocalException or FfmpegMissingException or Win32Exception or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

// The commands end in order: what they started is stopped first. Whoever does not want to wait for that asks again.
void Stop(PosixSignalContext signal, int exitCode)
{
    signal.Cancel = exitCodeOfSignal == 0;
    exitCodeOfSignal = exitCode;
    stopping.Cancel();
}
