using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace VoicePrep.Api;

internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var errors = options.Origins
            .Where(origin => origin != "*" && !IsOrigin(origin))
            .Select(origin =>
                $"Api__AllowedOrigins has '{origin}': "
                    + "set it to origins such as https://studio.example, separated by commas, without a path; or to *.")
            .ToList();
        if (options.NotifyQueue.Length > 0 && !QueueName().IsMatch(options.NotifyQueue))
            errors.Add(
                $"Api__NotifyQueue is '{options.NotifyQueue}': "
                    + "set it to 3 to 63 lower-case letters, digits and single hyphens, or leave it empty.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && string.Equals(address.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QueueName();
}
