using System.CommandLine;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Service;
using VoicePrep.Models;

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
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ServiceException or ModelFileException or LocalException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
