using System.CommandLine;
using VoicePrep.Cli.Service;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep prepare FILE...</c>: uploads recordings and follows them until their profiles are there.</summary>
internal static class PrepareCommand
{
    private const int UploadsAtOnce = 4;

    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Recordings of one voice each.", Arity = ArgumentArity.OneOrMore };
        files.AcceptExistingOnly();
        var language = new Option<string?>("--language") { Description = "Language spoken, as ISO 639-1 code; detected where not given." };
        var output = new Option<DirectoryInfo?>("--output", "-o") { Description = "Saves each voice's files in a folder of its own under this one." };
        var json = new Option<bool>("--json") { Description = "Prints the results as JSON." };
        var service = new ServiceOptions();
        var command = new Command("prepare", "Uploads recordings and follows them until their profiles are there.") { files, language, output, json, service.Offline };
        service.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            await using var connection = await service.ConnectAsync(arguments, cancellation);
            var client = connection.Client;
            using var uploads = new SemaphoreSlim(UploadsAtOnce);
            var clips = arguments.GetValue(files)!.Select(file => (File: file, Follow: new Follow(file.Name))).ToList();
            var work = Task.WhenAll(clips.Select(clip => clip.Follow.RunAsync(client, () => UploadAsync(clip.File), cancellation)));
            return await Following.FinishAsync(client, [.. clips.Select(clip => clip.Follow)], work, arguments.GetValue(output), arguments.GetValue(json), cancellation);

            async Task<string> UploadAsync(FileInfo file)
            {
                await uploads.WaitAsync(cancellation);
                try
                {
                    return await client.UploadAsync(file, arguments.GetValue(language), cancellation);
                }
                finally
                {
                    uploads.Release();
                }
            }
        });
        return command;
    }
}
