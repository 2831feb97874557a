using System.CommandLine;
using VoicePrep.Cli.Service;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep serve</c>: keeps the service up until it is interrupted.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port of the HTTP API.", DefaultValueFactory = _ => 7071 };
        var storagePort = new Option<int>("--storage-port") { Description = "First of the three ports of the storage emulator.", DefaultValueFactory = _ => 10000 };
        var offline = new Option<bool>("--offline") { Description = "Fetches no model that is missing; says the command instead." };
        var command = new Command("serve", "Keeps the service up: POST recordings to /api/voices, or upload them to the container 'clips'.") { port, storagePort, offline };
        command.SetAction(async (arguments, cancellation) =>
        {
            await ConfiguredModels.EnsureAsync(arguments.GetValue(offline), cancellation);
            var storage = arguments.GetValue(storagePort);
            var settings = new LocalServiceSettings(
                Path.Combine(Installation.Cache, "service"),
                arguments.GetValue(port),
                (storage, storage + 1, storage + 2),
                new Dictionary<string, string>(StringComparer.Ordinal),
                ShowLog: true);
            await using var service = await LocalService.StartAsync(settings, cancellation);
            await Console.Error.WriteLineAsync($"Ready at {service.Endpoint}; Ctrl+C stops it.");
            throw new ServiceException(await service.WaitForExitAsync(cancellation));
        });
        return command;
    }
}
