using Microsoft.Extensions.Options;
using VoicePrep.Models;

namespace VoicePrep.Speech;

/// <summary>Checks the section <c>Whisper</c> at start, with every error and its fix at once.</summary>
internal sealed class WhisperOptionsValidator(ModelFiles files) : IValidateOptions<WhisperOptions>
{
    private const int MaxPlaces = 8;

    public ValidateOptionsResult Validate(string? name, WhisperOptions options)
    {
        List<string> errors = [];
        AddPlacesError(options, errors);
        if (options.DeviceIndex < 0)
            errors.Add($"Whisper__DeviceIndex is {options.DeviceIndex}; it must be 0 or more.");
        if (options.MaxGpuMemoryMegabytes < 1)
            errors.Add($"Whisper__MaxGpuMemoryMegabytes is {options.MaxGpuMemoryMegabytes}; it must be 1 or more.");
        if (options.LibraryFolder.Length > 0 && !Directory.Exists(options.LibraryFolder))
            errors.Add($"Whisper__LibraryFolder is '{options.LibraryFolder}', which is no folder; leave it out to search the app's own.");
        AddModelError(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void AddPlacesError(WhisperOptions options, List<string> errors)
    {
        var automatic = string.Equals(options.Concurrency.Trim(), "auto", StringComparison.OrdinalIgnoreCase);
        var inRange = options.AskedPlaces is >= 1 and <= MaxPlaces;
        if (options.BatchSize is { } batch && !inRange)
            errors.Add($"Whisper__BatchSize is {batch}; it must be 1 to {MaxPlaces}. Its name is Whisper__Concurrency now.");
        else if (options.BatchSize is not null && !automatic)
            errors.Add($"Whisper__Concurrency is '{options.Concurrency}' and Whisper__BatchSize, its earlier name, {options.BatchSize}; leave the latter out.");
        else if (!automatic && !inRange)
            errors.Add($"Whisper__Concurrency is '{options.Concurrency}'; it must be auto, or 1 to {MaxPlaces}.");
    }

    private void AddModelError(WhisperOptions options, List<string> errors)
    {
        try
        {
            var file = GgmlFile.Read(files.ResolveWhisper(options.Model, options.ComputeType));
            AddLanguageError(options, SpokenLanguage.CodesOf(file.Header), errors);
            var profile = ModelProfile.Of(options, file, options.AskedPlaces ?? 1);
            if (options.EnforceGpuBudget && profile.TotalMegabytes > options.MaxGpuMemoryMegabytes)
                errors.Add($"{profile.Name} needs {profile.TotalMegabytes} MiB, over Whisper__MaxGpuMemoryMegabytes ({options.MaxGpuMemoryMegabytes}), and Whisper__EnforceGpuBudget is set. {Advice(options)}");
        }
        catch (ModelFileException e)
        {
            errors.Add($"Whisper__Model is '{options.Model}', Whisper__ComputeType {options.ComputeType}: {e.Message}");
            AddLanguageError(options, SpokenLanguage.Codes, errors);
        }
    }

    private static string Advice(WhisperOptions options) =>
        ModelProfile.Nearest(options, options.MaxGpuMemoryMegabytes) is { } nearest
            ? $"The nearest profile within it is {nearest.Name} with {nearest.TotalMegabytes} MiB."
            : "No profile of the catalogue is within it.";

    private static void AddLanguageError(WhisperOptions options, IReadOnlyList<string> codes, List<string> errors)
    {
        if (SpokenLanguage.Find(options.Language, codes) is null)
            errors.Add($"Whisper__Language: {SpokenLanguage.Problem(options.Language, codes)}");
    }
}
