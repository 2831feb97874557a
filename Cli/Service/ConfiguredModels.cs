using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Cli.Commands;
using VoicePrep.Cli.Models;
using VoicePrep.Configuration;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Service;

/// <summary>The models that the environment asks for.</summary>
internal static class ConfiguredModels
{
    /// <summary>Checks all settings and FFmpeg, and fetches the models that are not here, after saying what and from where.</summary>
    /// <param name="offline">Fetches nothing, and says the command instead.</param>
    /// <exception cref="ServiceException">Settings are wrong; the message lists them all.</exception>
    /// <exception cref="ModelFileException">One could not be had; the message says what to do.</exception>
    public static async Task EnsureAsync(bool offline, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var whisper = Read<WhisperOptions>(configuration, WhisperOptions.Section);
        var voice = Read<VoiceOptions>(configuration, VoiceOptions.Section);
        var models = Options.Create(Read<ModelOptions>(configuration, ModelOptions.Section));
        var missing = new (string Name, ComputeType? ComputeType)[] { (whisper.Model, whisper.ComputeType), (voice.Model, null) }
            .Where(model =>
                ModelCatalogue.Default.Find(model.Name) is { } known
                    && !File.Exists(new ModelFiles(models).PathOf(known.File(model.ComputeType))))
            .ToList();
        await ThrowIfWrongAsync(configuration, [.. missing.Select(model => $"__Model is '{model.Name}'")], cancellationToken);
        if (missing.Count == 0)
            return;

        using var client = ModelDownloader.CreateClient();
        var puller = new ModelPuller(ModelCatalogue.Default, models, new ModelDownloader(client));
        foreach (var (name, computeType) in missing)
        {
            foreach (var file in puller.ToFetch(name, computeType))
                await Console.Error.WriteLineAsync(
                    $"The model {name} is not here: {file.Name}, "
                        + $"{(file.Bytes is { } bytes ? $"{bytes / 1e6:0} MB" : "size not known")}, from {file.Url}");

            await ConsolePull.RunAsync(puller, name, computeType, offline, cancellationToken);
        }
    }

    /// <param name="fetched">Parts of the messages about models that are yet to be fetched.</param>
    private static async Task ThrowIfWrongAsync(
        IConfiguration configuration, IReadOnlyList<string> fetched, CancellationToken cancellationToken)
    {
        await using var parts = SettingErrors.Build(configuration);
        SettingErrors.ReportUnknown(parts);
        var errors = Wrong(SettingErrors.Of(parts));
        if (errors.Any()) // those of the other sections the app tells as it starts
        {
            var all = errors.Union(Wrong((await AppSettings.CheckAsync(cancellationToken)).Errors), StringComparer.Ordinal);
            throw new ServiceException(string.Join(Environment.NewLine, all));
        }

        await parts.GetRequiredService<FfmpegRunner>().GetVersionAsync(cancellationToken);

        IEnumerable<string> Wrong(IReadOnlyList<string> found) =>
            found.Where(error => !fetched.Any(part => error.Contains(part, StringComparison.Ordinal)));
    }

    private static TOptions Read<TOptions>(IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        var settings = new SettingsSection<TOptions>(configuration.GetSection(section));
        var options = new TOptions();
        settings.Configure(options);
        return options;
    }
}
