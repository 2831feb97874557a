namespace VoicePrep.Cli;

/// <summary>Where this installation keeps what set-up fetched and built.</summary>
internal static class Installation
{
    /// <summary><c>VOICEPREP_CACHE</c>, which run.sh sets; <c>.cache</c> under the current folder otherwise.</summary>
    public static string Cache { get; } = Path.GetFullPath(Environment.GetEnvironmentVariable("VOICEPREP_CACHE") is { Length: > 0 } folder ? folder : ".cache");

    /// <summary>A fresh folder in the cache, for one run.</summary>
    public static string NewRunFolder() => Directory.CreateDirectory(Path.Combine(Cache, $"run-{Guid.NewGuid():N}")).FullName;
}
