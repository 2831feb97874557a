using System.Diagnostics;
using System.Text.RegularExpressions;
using Embedded.TestApp;

namespace Embedded.Functions.Tests;

/// <summary>The test app as a process that can be killed.</summary>
public sealed partial class TestProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private TestProcess(Process process, Uri address)
    {
        this.process = process;
        Api = new(address);
    }

    public TestApi Api { get; }

    public static async Task<TestProcess> StartAsync(TestFolder folder)
    {
        var started = Launch(folder);
        _ = started.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = new CancellationTokenSource(StartLimit);
        while (await started.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                // Read on, or a full pipe would hold the app.
                _ = started.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(started, new Uri(match.Groups["address"].Value));
            }
        }

        throw new InvalidOperationException("The test app ended before it listened.");
    }

    /// <summary>Starts it where it cannot run.</summary>
    /// <returns>Its exit code and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> FailAsync(TestFolder folder)
    {
        using var started = Launch(folder);
        using var limit = new CancellationTokenSource(StartLimit);
        var output = await started.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await started.StandardError.ReadToEndAsync(limit.Token);
        await started.WaitForExitAsync(limit.Token);
        return (started.ExitCode, output + errors);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a container's end.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        Api.Dispose();
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private static Process Launch(TestFolder folder) =>
        Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet",
            [
                typeof(App).Assembly.Location,
                .. folder.Arguments(
                [
                    ("AzureWebJobs:OnBlob:Disabled", "true"),
                    ("AzureWebJobs:OnText:Disabled", "true"),
                    ("AzureWebJobs:OnBytes:Disabled", "true"),
                    ("AzureWebJobs:OnStream:Disabled", "true"),
                    ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"),
                ]),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.None, 1000)]
    private static partial Regex Listening();
}
