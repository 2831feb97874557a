using System.CommandLine;
using VoicePrep.Cli.Service;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep studio</c>: opens the studio of a service that is up, or of one that it keeps up as <c>serve</c> does.</summary>
internal static class StudioCommand
{
    public static Command Create()
    {
        var service = new ServiceOptions();
        var command = new Command("studio", "Opens the studio in a browser, and starts a service if none is running.")
        {
            service.Endpoint, service.Offline,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var given = arguments.GetValue(service.Endpoint);
            var endpoint = given ?? ServiceOptions.Usual;
            if (await StudioPage.AnswersAsync(endpoint, cancellationToken))
            {
                await StudioPage.OpenAsync(endpoint);
                return;
            }

            if (given is not null)
                throw new ServiceException($"No service answers at {given}. Without --endpoint, one is started.");
            await ServeCommand.RunAsync(
                endpoint.Port,
                ServeCommand.UsualStoragePort,
                arguments.GetValue(service.Offline),
                StudioPage.OpenAsync,
                cancellationToken);
        });
        return command;
    }
}
