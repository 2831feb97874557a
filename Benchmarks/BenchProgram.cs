using System.Diagnostics;

namespace VoicePrep.Benchmarks;

/// <summary>Runs the command-line programs of benchmarks: what makes their material, and peers.</summary>
internal static class BenchProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds its standard error.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var end = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0
            ? output[0]
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {output[1]}");
    }
}
