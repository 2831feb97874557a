namespace VoicePrep.Testing;

/// <summary>The repository, and what set-up put into its cache.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Cache { get; } = Environment.GetEnvironmentVariable("VOICEPREP_CACHE") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Root, ".cache");

    /// <summary>The published functions app.</summary>
    public static string App { get; } = Path.Combine(Root, "FunctionApp/bin/Release/net10.0/linux-x64/publish");

    /// <summary>The local host's program.</summary>
    public static string LocalHost { get; } = Path.Combine(Root, "LocalHost/bin/Release/net10.0/VoicePrep.LocalHost.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VoicePrep.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No repository above {AppContext.BaseDirectory}.");

        return folder.FullName;
    }
}
