using System.CommandLine;
using System.CommandLine.Parsing;
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
        port.Validators.Add(result => RequirePort(result, result.GetValue(port), 1));
        storagePort.Validators.Add(result => RequirePort(result, result.GetValue(storagePort), 3));
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

    private static void RequirePort(OptionResult option, int first, int count)
    {
        const int last = 65_535;
        if (first < 1 || first > last - count + 1)
            option.AddError($"{option.Option.Name} is {first}: choose one from 1 to {last - count + 1}.");
    }
}
