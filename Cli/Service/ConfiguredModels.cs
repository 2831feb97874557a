using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using VoicePrep.Cli.Commands;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Service;

/// <summary>The models that the environment asks for.</summary>
internal static class ConfiguredModels
{
    /// <summary>Fetches those that are not here, after saying what and from where.</summary>
    /// <param name="offline">Fetches nothing, and says the command instead.</param>
    /// <exception cref="ModelFileException">One could not be had; the message says what to do.</exception>
    public static async Task EnsureAsync(bool offline, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var whisper = configuration.GetSection(WhisperOptions.Section).Get<WhisperOptions>() ?? new WhisperOptions();
        var voice = configuration.GetSection(VoiceOptions.Section).Get<VoiceOptions>() ?? new VoiceOptions();
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
}
