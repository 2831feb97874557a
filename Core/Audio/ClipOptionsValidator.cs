using Microsoft.Extensions.Options;

namespace VoicePrep.Audio;

internal sealed class ClipOptionsValidator : IValidateOptions<ClipOptions>
{
    /// <summary>What Whisper hears in one pass.</summary>
    private const double LongestWindowSeconds = 30;

    public ValidateOptionsResult Validate(string? name, ClipOptions options)
    {
        var errors = new List<string>();
        if (!(options.MinSeconds >= 1))
            errors.Add($"Clip__MinSeconds is {options.MinSeconds}: set it to 1 or more.");
        if (!(options.MaxSeconds >= options.MinSeconds && options.MaxSeconds <= LongestWindowSeconds))
            errors.Add(
                $"Clip__MaxSeconds is {options.MaxSeconds}: set it between Clip__MinSeconds ({options.MinSeconds}) and "
                    + $"{LongestWindowSeconds}, which is all that Whisper hears.");
        if (!(options.SearchSeconds >= options.MaxSeconds && options.SearchSeconds <= 3600))
            errors.Add(
                $"Clip__SearchSeconds is {options.SearchSeconds}: set it between Clip__MaxSeconds ({options.MaxSeconds}) and 3600.");
        if (!(options.MinSpeechSeconds >= 0 && options.MinSpeechSeconds <= options.MaxSeconds))
            errors.Add(
                $"Clip__MinSpeechSeconds is {options.MinSpeechSeconds}: set it between 0 and Clip__MaxSeconds ({options.MaxSeconds}).");
        if (options.MaxUploadMegabytes is < 1 or > 2000)
            errors.Add($"Clip__MaxUploadMegabytes is {options.MaxUploadMegabytes}: set it between 1 and 2000.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
