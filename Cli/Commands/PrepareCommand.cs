using System.CommandLine;
using VoicePrep.Cli.Service;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep prepare FILE...</c>: uploads recordings and follows them until their profiles are there.</summary>
internal static class PrepareCommand
{
    private const int UploadsAtOnce = 4;

    public static Command Create()
    {
        var files = new Argument<FileSystemInfo[]>("FILE")
        {
            Description = "Recordings, each of its own voice or, with --as or --to, all of one; a folder means every recording in it.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.AcceptExistingOnly();
        var language = new Option<string?>("--language") { Description = "Language spoken, as an ISO 639-1 code; detected by default." };
        var name = new Option<string?>("--as") { Description = "Makes one voice of all recordings, with this name." };
        var voiceId = new Option<string?>("--to") { Description = "ID of a voice: makes its next version, with these recordings." };
        var consent = new Option<string?>("--consent")
        {
            Description = "Reference to where the speaker's consent is kept: a number or an address.",
        };
        var consentClip =
            new Option<FileInfo>("--consent-clip") { Description = "Recording in which the speaker consents; its voice is compared." };
        consentClip.AcceptExistingOnly();
        var output = OutputOption.Create();
        var json = new Option<bool>("--json") { Description = "Prints the results as JSON." };
        var service = new ServiceOptions();
        var command = new Command("prepare", "Uploads recordings and follows them until their profiles are ready.")
        {
            files, name, voiceId, language, consent, consentClip, output, json, service.Offline,
        };
        service.AddTo(command);
        command.Validators.Add(arguments =>
        {
            if (arguments.GetValue(name) is not null && arguments.GetValue(voiceId) is not null)
                arguments.AddError("--as makes a new voice, and --to adds to one that there is: give one of them.");
            foreach (var option in (Option<string?>[])[consent, name, voiceId])
                if (arguments.GetValue(option) is { } given && string.IsNullOrWhiteSpace(given))
                    arguments.AddError($"{option.Name} is empty: give it a value, or leave it out.");
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await using var connection = await service.ConnectAsync(arguments, cancellationToken);
            var client = connection.Client;
            using var uploads = new SemaphoreSlim(UploadsAtOnce);
            FileSystemInfo[] given =
            [
                .. arguments.GetValue(files)!.SelectMany(Expand).DistinctBy(file => file.FullName, StringComparer.Ordinal),
            ];
            var (called, next) = (arguments.GetValue(name), arguments.GetValue(voiceId));
            var (reference, recording) = (arguments.GetValue(consent), arguments.GetValue(consentClip));
            var consented = reference is null && recording is null ? null : new GivenConsent(reference, recording);
            if (called is not null || next is not null)
            {
                var voice = new FollowedClip(called ?? $"voice {next}");
                return await FollowedClips.FinishAsync(
                    client,
                    [voice],
                    voice.RunAsync(client, UploadTogetherAsync, cancellationToken),
                    arguments.GetValue(output),
                    arguments.GetValue(json),
                    cancellationToken);
            }

            FollowedClip[] clips = [.. Recordings.Names(given).Select(name => new FollowedClip(name))];
            var work = Task.WhenAll(clips.Zip(given, (clip, file) => clip.RunAsync(client, () => UploadAsync(file), cancellationToken)));
            return await FollowedClips.FinishAsync(
                client, clips, work, arguments.GetValue(output), arguments.GetValue(json), cancellationToken);

            Task<string> UploadTogetherAsync() => given.OfType<DirectoryInfo>().FirstOrDefault() is { } folder
                ? throw new CommandException(Recordings.None(folder))
                : client.UploadTogetherAsync(
                    [.. given.Cast<FileInfo>()], called, next, arguments.GetValue(language), consented, cancellationToken);

            async Task<string> UploadAsync(FileSystemInfo file)
            {
                await uploads.WaitAsync(cancellationToken);
                try
                {
                    return file is DirectoryInfo folder
                        ? throw new CommandException(Recordings.None(folder))
                        : await client.UploadAsync((FileInfo)file, arguments.GetValue(language), consented, cancellationToken);
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
