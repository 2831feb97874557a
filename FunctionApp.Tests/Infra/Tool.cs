using System.Diagnostics;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

/// <summary>What a program answered.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>Runs programs to their end, from the repository's root.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<ToolResult> RunAsync(
        string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new ToolResult(process.ExitCode, await output, await errors);
    }

    /// <summary>The repository's files, also those that are not committed yet, by their paths from its root.</summary>
    public static async Task<IReadOnlyList<string>> ListFilesAsync()
    {
        var listed = await RunAsync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
        Assert.True(listed.ExitCode == 0, listed.Errors);
        return
        [
            .. listed.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Where(file => File.Exists(Path.Combine(Repository.Root, file))),
        ];
    }
}
