using System.CommandLine;
using System.CommandLine.Parsing;
using VoicePrep.Cli.Service;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep serve</c>: keeps the service up until it is interrupted.</summary>
internal static class ServeCommand
{
    /// <summary>First of the storage emulator's ports, where nothing else is said.</summary>
    public const int UsualStoragePort = 10000;

    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port of the HTTP API.",
            DefaultValueFactory = _ => ServiceOptions.Usual.Port,
        };
        var storagePort = new Option<int>("--storage-port")
        {
            Description = "First of the three ports of the storage emulator.",
            DefaultValueFactory = _ => UsualStoragePort,
        };
        var offline = new Option<bool>("--offline") { Description = "Does not fetch missing models; prints the command that does." };
        port.Validators.Add(result => RequirePort(result, 1));
        storagePort.Validators.Add(result => RequirePort(result, 3));
        var command = new Command(
            "serve", "Keeps the service up: POST recordings to /api/voices, or upload them to the container 'clips'.")
        {
            port, storagePort, offline,
        };
        command.SetAction((arguments, cancellationToken) =>
            RunAsync(
                arguments.GetValue(port),
                arguments.GetValue(storagePort),
                arguments.GetValue(offline),
                _ => Task.CompletedTask,
                cancellationToken));
        return command;
    }

    /// <summary>Keeps a service up until it is interrupted.</summary>
    /// <param name="ready">Told the address of the service once it is up.</param>
    /// <exception cref="ServiceException">It did not start, or ended by itself.</exception>
    public static async Task RunAsync(int port, int storagePort, bool offline, Func<Uri, Task> ready, CancellationToken cancellationToken)
    {
        await ConfiguredModels.EnsureAsync(offline, cancellationToken);
        var settings = new LocalServiceSettings(
            Path.Combine(Installation.Cache, "service"),
            port,
            (storagePort, storagePort + 1, storagePort + 2),
            new Dictionary<string, string>(StringComparer.Ordinal),
            ShowLog: true);
        await using var service = await LocalService.StartAsync(settings, cancellationToken);
        await Console.Error.WriteLineAsync(
            $"Ready at {service.Endpoint}; the studio is at {StudioPage.Of(service.Endpoint)}; Ctrl+C stops it.");
        await ready(service.Endpoint);
        throw new ServiceException(await service.WaitForExitAsync(cancellationToken));
    }

    /// <summary>Reads the text itself: a value that is no number cannot be asked for here.</summary>
    private static void RequirePort(OptionResult option, int count)
    {
        const int last = 65_535;
        if (option.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var first) && first >= 1 && first <= last - count + 1))
            option.AddError($"{option.Option.Name} is {text}: choose one from 1 to {last - count + 1}.");
    }
}
