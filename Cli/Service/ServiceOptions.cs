using System.CommandLine;
using System.CommandLine.Parsing;

namespace VoicePrep.Cli.Service;

/// <summary>The options of every command that talks to a service.</summary>
internal sealed class ServiceOptions
{
    /// <summary>Where a service listens, where nothing else is said.</summary>
    public static readonly Uri Usual = new("http://127.0.0.1:7071");

    private const string Variable = "VOICEPREP_ENDPOINT";

    public Option<Uri?> Endpoint { get; } = new("--endpoint")
    {
        Description = "Address of a running service.",
        DefaultValueFactory = argument =>
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? ParseUri(argument, text, $"{Variable}: ") : null,
        CustomParser = argument => ParseUri(argument, argument.Tokens.Single().Value, ""),
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "Function key of the service.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("VOICEPREP_KEY"),
    };

    public Option<bool> Offline { get; } =
        new("--offline") { Description = "Does not fetch missing models; prints the command that does." };

    public void AddTo(Command command)
    {
        command.Add(Endpoint);
        command.Add(Key);
    }

    /// <summary>The service at the endpoint given, or at the usual one.</summary>
    public VoiceClient CreateClient(ParseResult arguments) => new(arguments.GetValue(Endpoint) ?? Usual, arguments.GetValue(Key));

    /// <summary>The service at the endpoint given; where none is, one that lives as long as the connection.</summary>
    public async Task<ServiceConnection> ConnectAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        arguments.GetValue(Endpoint) is null
            ? await ServiceConnection.StartAsync(arguments.GetValue(Offline), cancellationToken)
            : new ServiceConnection(CreateClient(arguments), null, null);

    private static Uri? ParseUri(ArgumentResult argument, string text, string where)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;

        argument.AddError($"{where}'{text}' is not a URL such as http://127.0.0.1:7071.");
        return null;
    }
}
