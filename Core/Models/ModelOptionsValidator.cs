using Microsoft.Extensions.Options;

namespace VoicePrep.Models;

/// <summary>Checks the section <c>Models</c> at start. The folder need not exist: perhaps nothing has been pulled yet.</summary>
internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        List<string> errors = [];
        if (options.Folder.Length == 0 || File.Exists(options.Folder))
            errors.Add($"Models__Folder is '{options.Folder}': set it to a folder, or leave it out.");
        if (options.Mirror is { } mirror
            && !(mirror.IsAbsoluteUri && (mirror.Scheme == Uri.UriSchemeHttp || mirror.Scheme == Uri.UriSchemeHttps)))
            errors.Add($"Models__Mirror is '{mirror}': set it to an address that begins with http:// or https://.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
