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
        if (options.AskedPlaces is not (>= 1 and <= MaxPlaces)
            && !string.Equals(options.Concurrency.Trim(), "auto", StringComparison.OrdinalIgnoreCase))
            errors.Add($"Whisper__Concurrency is '{options.Concurrency}': set it to auto, or 1 to {MaxPlaces}.");
        if (options.DeviceIndex < 0)
            errors.Add($"Whisper__DeviceIndex is {options.DeviceIndex}: set it to 0 or more.");
        if (options.MaxGpuMemoryMebibytes < 1)
            errors.Add($"Whisper__MaxGpuMemoryMebibytes is {options.MaxGpuMemoryMebibytes}: set it to 1 or more.");
        if (options.LibraryFolder.Length > 0 && !Directory.Exists(options.LibraryFolder))
            errors.Add($"Whisper__LibraryFolder is '{options.LibraryFolder}': set it to a folder, or leave it out to use the app's own.");
        AddModelError(options, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void AddModelError(WhisperOptions options, List<string> errors)
    {
        try
        {
            var file = GgmlFile.Read(files.ResolveWhisper(options.Model, options.ComputeType));
            AddLanguageError(options, SpokenLanguage.CodesOf(file.Header), errors);
            var footprint = ModelFootprint.Of(options, file, options.AskedPlaces ?? 1);
            if (options.EnforceGpuBudget && footprint.TotalMebibytes > options.MaxGpuMemoryMebibytes)
                errors.Add(
                    $"{footprint.Name} needs {footprint.TotalMebibytes} MiB, over Whisper__MaxGpuMemoryMebibytes "
                        + $"({options.MaxGpuMemoryMebibytes}), and Whisper__EnforceGpuBudget is set. {Advice(options)}");
        }
        catch (ModelFileException e)
        {
            errors.Add($"Whisper__Model is '{options.Model}', Whisper__ComputeType {options.ComputeType}: {e.Message}");
            AddLanguageError(options, SpokenLanguage.Codes, errors);
        }
    }

    private static string Advice(WhisperOptions options) =>
        ModelFootprint.Nearest(options, options.MaxGpuMemoryMebibytes) is { } nearest
            ? $"The nearest profile within it is {nearest.Name} with {nearest.TotalMebibytes} MiB."
            : "No profile of the catalogue is within it.";

    private static void AddLanguageError(WhisperOptions options, IReadOnlyList<string> codes, List<string> errors)
    {
        if (SpokenLanguage.Find(options.Language, codes) is null)
            errors.Add($"Whisper__Language: {SpokenLanguage.Problem(options.Language, codes)}");
    }
}
