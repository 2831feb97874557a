using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Models;
using VoicePrep.Models;
using VoicePrep.Configuration;
using VoicePrep.Speech;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Service;

/// <summary>The models that the environment asks for.</summary>
internal static class ConfiguredModels
{
    /// <summary>Fetches those that are not here, after saying what and from where.</summary>
    /// <param name="offline">Fetches nothing, and says the command instead.</param>
    /// <exception cref="ServiceException">A setting is of the wrong kind.</exception>
    /// <exception cref="ModelFileException">One could not be had; the message says what to do.</exception>
    public static async Task EnsureAsync(bool offline, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var whisper = Read<WhisperOptions>(configuration, WhisperOptions.Section);
        var voice = Read<VoiceOptions>(configuration, VoiceOptions.Section);
        var models = Options.Create(configuration.GetSection(ModelOptions.Section).Get<ModelOptions>() ?? new ModelOptions());

        using var client = ModelDownloader.CreateClient();
        var puller = new ModelPuller(ModelCatalogue.Default, models, new ModelDownloader(client));
        foreach (var (name, computeType) in new (string, ComputeType?)[] { (whisper.Model, whisper.ComputeType), (voice.Model, null) })
        {
            if (ModelCatalogue.Default.Find(name) is not { } model || File.Exists(new ModelFiles(models).PathOf(model.File(computeType))))
            {
                continue;
            }

            foreach (var file in puller.ToFetch(name, computeType))
            {
                await Console.Error.WriteLineAsync($"The model {name} is not here: {file.Name}, {(file.Bytes is { } bytes ? $"{bytes / 1e6:0} MB" : "size not known")}, from {file.Url}");
            }

            await ConsolePull.RunAsync(puller, name, computeType, offline, cancellation);
        }
    }

    private static TOptions Read<TOptions>(IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        var settings = new SettingsSection<TOptions>(configuration.GetSection(section));
        var options = new TOptions();
        settings.Configure(options);
        return settings.Validate(null, options) is { Failed: true } wrong
            ? throw new ServiceException(string.Join(Environment.NewLine, wrong.Failures))
            : options;
    }
}
