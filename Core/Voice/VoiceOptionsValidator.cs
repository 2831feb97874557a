using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Voice.Encoder;

namespace VoicePrep.Voice;

/// <summary>Reads the encoder once at start, so that a missing or damaged file is an error then and not with the first clip.</summary>
internal sealed class VoiceOptionsValidator(ModelFiles models) : IValidateOptions<VoiceOptions>
{
    public ValidateOptionsResult Validate(string? name, VoiceOptions options)
    {
        try
        {
            EncoderFile.Read(models.ResolveVoice(options.Model));
            return ValidateOptionsResult.Success;
        }
        catch (ModelFileException e)
        {
            return ValidateOptionsResult.Fail($"Voice__Model is '{options.Model}'. {e.Message}");
        }
    }
}
