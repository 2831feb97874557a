using Microsoft.Extensions.Options;

namespace VoicePrep.Audio.Ffmpeg;

internal sealed class FfmpegOptionsValidator : IValidateOptions<FfmpegOptions>
{
    public ValidateOptionsResult Validate(string? name, FfmpegOptions options)
    {
        var errors = new List<string>();
        if (options.Threads is < 1 or > 64)
            errors.Add($"Ffmpeg__Threads is {options.Threads}: set it between 1 and 64.");
        if (!(options.TimeoutSeconds is > 0 and <= 3600))
            errors.Add($"Ffmpeg__TimeoutSeconds is {options.TimeoutSeconds}: set it above 0, up to 3600.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
