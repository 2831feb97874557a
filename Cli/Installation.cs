using System.Reflection;

namespace VoicePrep.Cli;

/// <summary>Where this installation keeps what set-up fetched and what was built.</summary>
internal static class Installation
{
    private static readonly string Repository = typeof(Installation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(Repository)).Value!;

    /// <summary>The published functions app.</summary>
    public static string App { get; } = Path.Combine(Repository, "FunctionApp/bin/Release/net10.0/linux-x64/publish");

    /// <summary>The local host's program.</summary>
    public static string Host { get; } = Path.Combine(Repository, "LocalHost/bin/Release/net10.0/VoicePrep.LocalHost.dll");

    /// <summary><c>VOICEPREP_CACHE</c>, which run.sh sets; <c>.cache</c> under the current folder otherwise.</summary>
    public static string Cache { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("VOICEPREP_CACHE") is { Length: > 0 } folder ? folder : ".cache");

    /// <summary>A fresh folder in the cache, for one run.</summary>
    public static string NewRunFolder() => Directory.CreateDirectory(Path.Combine(Cache, $"run-{Guid.NewGuid():N}")).FullName;
}
