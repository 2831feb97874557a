using System.CommandLine;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Service;
using VoicePrep.Models;

var root = new RootCommand("Prepares reference audio for voice cloning.")
{
    PrepareCommand.Create(),
    WatchCommand.Create(),
    ServeCommand.Create(),
    ModelsCommand.Create(),
    BenchCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ServiceException or ModelFileException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
