namespace VoicePrep.Models;

/// <summary>Where model files are. Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    public const string Section = "Models";

    /// <summary>Folder into which <c>voiceprep models pull</c> puts models; the default is <c>models</c> beside the app.</summary>
    public string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>A server to use instead of the catalogue's own, with the files under the same paths; usually null.</summary>
    public Uri? Mirror { get; set; }
}
