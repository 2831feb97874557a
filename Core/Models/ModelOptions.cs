namespace VoicePrep.Models;

/// <summary>Where model files are. Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    public const string Section = "Models";

    /// <summary>Folder that <c>voiceprep models pull</c> fills; the default is <c>models</c> beside the app.</summary>
    public string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>A server that holds the catalogue's files under the same paths, in place of their own; null as a rule.</summary>
    public Uri? Mirror { get; set; }
}
