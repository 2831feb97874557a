using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace VoicePrep.LocalHost;

/// <summary>The host's settings: <c>host.json</c>, overridden by <c>local.settings.json</c>, overridden by the environment.</summary>
internal static class HostSettings
{
    /// <summary>The section in which the Functions host keeps <c>host.json</c>, and by whose name the environment overrides it.</summary>
    public const string Section = "AzureFunctionsJobHost";

    /// <exception cref="HostException">One of the files cannot be read; the message names it.</exception>
    public static void Add(IConfigurationManager configuration, AppFolder app)
    {
        configuration.Sources.Insert(
            0, Memory(Read(app.HostJson).Select(pair => KeyValuePair.Create($"{Section}:{pair.Key}", pair.Value))));
        if (File.Exists(app.LocalSettings))
            configuration.Sources.Insert(
                1,
                Memory(
                    LocalValues(app)
                        .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value))));
        configuration.AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsConfigurationSection", (string?)Section)]);
    }

    /// <summary>The values of <c>local.settings.json</c>, by the names of environment variables.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> LocalValues(AppFolder app) => File.Exists(app.LocalSettings)
        ? Read(app.LocalSettings)
            .Where(pair => pair.Key.StartsWith("Values:", StringComparison.OrdinalIgnoreCase))
            .Select(pair => KeyValuePair.Create(pair.Key["Values:".Length..].Replace(":", "__", StringComparison.Ordinal), pair.Value))
        : [];

    private static List<KeyValuePair<string, string?>> Read(string file)
    {
        try
        {
            return
            [
                .. new ConfigurationBuilder()
                    .Add(
                        new JsonConfigurationSource
                        {
                            Path = Path.GetFileName(file),
                            FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(Path.GetDirectoryName(file)!),
                        })
                    .Build()
                    .AsEnumerable()
                    .Where(pair => pair.Value is not null),
            ];
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new HostException($"{file} cannot be read: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private static MemoryConfigurationSource Memory(IEnumerable<KeyValuePair<string, string?>> values) => new() { InitialData = values };
}
