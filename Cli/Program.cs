using System.CommandLine;
using VoicePrep.Cli.Commands;

var root = new RootCommand("Prepares reference audio for voice cloning.")
{
    PrepareCommand.Create(),
    WatchCommand.Create(),
    ServeCommand.Create(),
    ModelsCommand.Create(),
    BenchCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
