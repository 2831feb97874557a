namespace VoicePrep.Voice;

/// <summary>Finds the encoder's file of a <c>Voice__Model</c>.</summary>
internal static class VoiceModelFile
{
    /// <exception cref="FileNotFoundException">There is no such file; the message says what to do.</exception>
    public static string Resolve(string model)
    {
        var path = string.Equals(model, "demo", StringComparison.Ordinal) ? Path.Combine(AppContext.BaseDirectory, "models/demo/voice.pth") : Path.GetFullPath(model);
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is no file {path}. Run: ./run.sh models pull {model}");
    }
}
