using System.CommandLine;
using VoicePrep.Cli.Service;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep watch ID...</c>: follows voices that were started elsewhere.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID")
        {
            Description = "IDs of voices, as the Location header of an upload gives them.",
            Arity = ArgumentArity.OneOrMore,
        };
        ids.Validators.Add(result =>
        {
            foreach (var id in result.Tokens.Select(token => token.Value).Where(id => !VoiceId.IsValid(id)))
                result.AddError($"'{id}' is not the ID of a voice, which has 32 hexadecimal digits in lower case.");
        });
        var output = OutputOption.Create();
        var json = new Option<bool>("--json") { Description = "Prints the results as JSON." };
        var service = new ServiceOptions();
        var command = new Command("watch", "Follows voices until they are done.") { ids, output, json };
        service.AddTo(command);
        command.SetAction(async (arguments, cancellationToken) =>
        {
            using var client = service.CreateClient(arguments);
            var clips = arguments.GetValue(ids)!.Select(id => new FollowedClip(id, "asking")).ToList();
            var work = Task.WhenAll(clips.Select(clip => clip.RunAsync(client, () => Task.FromResult(clip.Name), cancellationToken)));
            return await FollowedClips.FinishAsync(
                client, clips, work, arguments.GetValue(output), arguments.GetValue(json), cancellationToken);
        });
        return command;
    }
}
