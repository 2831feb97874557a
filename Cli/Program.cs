using System.CommandLine;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Service;

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
catch (ServiceException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
