using Microsoft.Extensions.Options;

namespace VoicePrep.Joining;

internal sealed class JoinOptionsValidator : IValidateOptions<JoinOptions>
{
    public ValidateOptionsResult Validate(string? name, JoinOptions options)
    {
        var errors = new List<string>();
        if (!(options.MinSimilarity is >= -1 and < 1))
            errors.Add($"Join__MinSimilarity is {options.MinSimilarity}: set it from -1, which leaves no recording out, to less than 1.");
        if (!(options.MaxNoiseGap is > 0 and <= 200))
            errors.Add($"Join__MaxNoiseGap is {options.MaxNoiseGap}: set it above 0 and to at most 200, which leaves no recording out.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
