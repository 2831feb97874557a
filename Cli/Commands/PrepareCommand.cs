using System.CommandLine;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Service;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep prepare FILE...</c>: uploads recordings and follows them until their profiles are there.</summary>
internal static class PrepareCommand
{
    private const int UploadsAtOnce = 4;

    public static Command Create()
    {
        var files = new Argument<FileSystemInfo[]>("FILE") { Description = "Recordings of one voice each; a folder stands for those in it.", Arity = ArgumentArity.OneOrMore };
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
            FileSystemInfo[] given = [.. arguments.GetValue(files)!.SelectMany(Expand).DistinctBy(file => file.FullName, StringComparer.Ordinal)];
            Follow[] clips = [.. Recordings.Names(given).Select(name => new Follow(name))];
            var work = Task.WhenAll(clips.Zip(given, (clip, file) => clip.RunAsync(client, () => UploadAsync(file), cancellation)));
            return await Following.FinishAsync(client, clips, work, arguments.GetValue(output), arguments.GetValue(json), cancellation);

            async Task<string> UploadAsync(FileSystemInfo file)
            {
                await uploads.WaitAsync(cancellation);
                try
                {
                    return file is DirectoryInfo folder
                        ? throw new LocalException(Recordings.None(folder))
                        : await client.UploadAsync((FileInfo)file, arguments.GetValue(language), cancellation);
                }
                finally
                {
                    uploads.Release();
                }
            }
        });
        return command;
    }

    /// <summary>The recordings of a folder; itself where it has none, to be told among the results.</summary>
    private static IEnumerable<FileSystemInfo> Expand(FileSystemInfo given) =>
        given is DirectoryInfo folder && Recordings.In(folder) is { Length: > 0 } recordings ? recordings : [given];
}
