using System.CommandLine;

namespace VoicePrep.Cli.Service;

/// <summary>Where the commands that follow voices save them.</summary>
internal static class OutputOption
{
    public static Option<DirectoryInfo?> Create()
    {
        var output = new Option<DirectoryInfo?>("--output", "-o")
        {
            Description = "Saves each voice's files in a folder of its own under this one.",
        };
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && File.Exists(path))
                result.AddError($"{path} is a file: name a folder for {output.Name}.");
        });
        return output;
    }
}
