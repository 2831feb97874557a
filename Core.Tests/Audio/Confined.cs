using System.Diagnostics;

namespace VoicePrep.Tests.Audio;

/// <summary>Whether this kernel has all that confines ffmpeg: Landlock, seccomp, limits.</summary>
internal static class Confined
{
    /// <summary>Why the tests of it are skipped; null where they are not.</summary>
    public static string? Skip { get; } = Find();

    private static string? Find()
    {
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "confined", "ffmpeg"), "--confinement")
            {
                RedirectStandardOutput = true,
            })!;
        return process.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } missing
            ? $"This machine lacks what confines: {missing}."
            : null;
    }
}

internal sealed class ConfinedFactAttribute : FactAttribute
{
    public ConfinedFactAttribute() => Skip = Confined.Skip;
}

internal sealed class ConfinedTheoryAttribute : TheoryAttribute
{
    public ConfinedTheoryAttribute() => Skip = Confined.Skip;
}
