using System.CommandLine;
using System.CommandLine.Invocation;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Spectre.Console;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Cli.Service;
using VoicePrep.Models;

namespace VoicePrep.Cli;

/// <summary>Runs a program of commands: ends it in order on a signal, and reports errors in one line.</summary>
internal static class ConsoleProgram
{
    /// <returns>The exit code: the command's; 1 for an error; 128 plus the signal's number if a signal ended it.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Out = new AnsiConsoleOutput(new UnpaddedWriter(Console.Out));
            AnsiConsole.Profile.Width = short.MaxValue; // no line is broken in two
        }

        using var stopping = new CancellationTokenSource();
        var exitCodeOfSignal = 0;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, 130));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, 143));

        try
        {
            var parsed = root.Parse(args);
            if (parsed.Action is ParseErrorAction error)
                // which command there is; the error alone says the rest
                error.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, stopping.Token);
        }
        catch (Exception e) when (exitCodeOfSignal != 0 && e is OperationCanceledException or ServiceException or IOException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return exitCodeOfSignal;
        }
        catch (Exception e) when (
            e is ServiceException
                or ModelFileException
                or CommandException
                or FfmpegMissingException
                or Win32Exception
                or IOException
                or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        // The commands end in order: what they started is stopped first. A second signal does not wait for that.
        void Stop(PosixSignalContext signal, int exitCode)
        {
            signal.Cancel = exitCodeOfSignal == 0;
            exitCodeOfSignal = exitCode;
            stopping.Cancel();
        }
    }
}
