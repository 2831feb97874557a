using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Voice.Encoder;

namespace VoicePrep.Voice;

/// <summary>Reads the encoder once at start, so that a missing or damaged file is an error then and not with the first clip.</summary>
internal sealed class VoiceOptionsValidator(ModelFiles models) : IValidateOptions<VoiceOptions>
{
    public ValidateOptionsResult Validate(string? name, VoiceOptions options)
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(options.Segments))
            errors.Add($"Voice__Segments is '{options.Segments}'; it can be vad or whisper.");
        try
        {
            EncoderFile.Read(models.ResolveVoice(options.Model));
        }
        catch (ModelFileException e)
        {
            errors.Add($"Voice__Model is '{options.Model}'. {e.Message}");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
