namespace VoicePrep.Models;

/// <summary>Where model files are. Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    public const string Section = "Models";

    /// <summary>Folder that <c>voiceprep models pull</c> fills; the default is <c>models</c> beside the app.</summary>
    public string Folder { get; set; } = Path.Combine(AppContext.BaseDirectory, "models");
}
