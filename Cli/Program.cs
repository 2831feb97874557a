using System.CommandLine;
using VoicePrep.Cli;
using VoicePrep.Cli.Commands;

return await ConsoleProgram.RunAsync(
    new RootCommand("Prepares reference audio for voice cloning.")
    {
        PrepareCommand.Create(),
        WatchCommand.Create(),
        ServeCommand.Create(),
        StudioCommand.Create(),
        EmbedCommand.Create(),
        CompareCommand.Create(),
        QualityCommand.Create(),
        ModelsCommand.Create(),
        DoctorCommand.Create(),
    },
    args);
