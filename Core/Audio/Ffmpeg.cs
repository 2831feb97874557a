using System.Diagnostics;
using FFMpegCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VoicePrep.Audio;

/// <summary>Runs ffmpeg and ffprobe: each in a folder of its own and within the wall-clock limit, after which nothing of it is left running.</summary>
public sealed partial class Ffmpeg(WorkFolders folders, IOptions<FfmpegOptions> options, ILogger<Ffmpeg> logger)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private string? knownVersion;

    internal TimeSpan Limit { get; } = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

    internal int Threads => options.Value.Threads;

    /// <summary>The first line of <c>ffmpeg -version</c> after the words "ffmpeg version", up to the next blank.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg is not installed or does not work.</exception>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        if (knownVersion is not null)
            return knownVersion;
        using var folder = folders.Create();
        var firstLine = "";
        await StreamAsync(folder, ["-version"], async (output, token) => firstLine = await new StreamReader(output).ReadLineAsync(token) ?? "", cancellationToken);
        return knownVersion = firstLine.Split(' ') is ["ffmpeg", "version", var version, ..]
            ? version
            : throw new InvalidOperationException("ffmpeg does not say its version; is the program in PATH the real one?");
    }

    /// <summary>What ffprobe says of a file in <paramref name="folder"/>.</summary>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    internal async Task<IMediaAnalysis> ProbeAsync(WorkFolder folder, string name, CancellationToken cancellationToken)
    {
        await GetVersionAsync(cancellationToken);
        return await LimitAsync(folder, token => FFProbe.AnalyseAsync(folder.File(name), Options(folder), InputGuard.ProbeOptions, token), cancellationToken);
    }

    /// <summary>Runs what was composed with FFMpegCore, over files in <paramref name="folder"/>.</summary>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    internal async Task RunAsync(WorkFolder folder, FFMpegArgumentProcessor run, CancellationToken cancellationToken)
    {
        await GetVersionAsync(cancellationToken);
        await LimitAsync(folder, token => run.CancellableThrough(token, Grace).ProcessAsynchronously(throwOnError: true, Options(folder), token), cancellationToken);
    }

    /// <summary>
    /// Runs ffmpeg and gives its standard output to <paramref name="read"/> as it comes: FFMpegCore can hand output over through
    /// a socket only.
    /// </summary>
    /// <returns>How it ended, and what it complained of.</returns>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    /// <exception cref="IOException">It was killed, or could not write: a fault, which says nothing of the input.</exception>
    internal Task<FfmpegRun> StreamAsync(WorkFolder folder, IEnumerable<string> arguments, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        LimitAsync(
            folder,
            async token =>
            {
                using var process = Start(folder, arguments);
                var errors = FfmpegErrors.ReadAsync(process.StandardError, token);
                await read(process.StandardOutput.BaseStream, token);
                await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, token);
                var said = await errors;
                if (said.Text.Length > 0)
                    LogErrors(said.Text);
                await process.WaitForExitAsync(token);
                ThrowIfFault(process.ExitCode, said);
                return new FfmpegRun(process.ExitCode, said.Complaints);
            },
            cancellationToken);

    private static Process Start(WorkFolder folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", arguments)
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("ffmpeg cannot be started: install it and see that it is in PATH.", e);
        }
    }

    /// <summary>A program that a signal ended has an exit code over 128; ffmpeg itself says 255 of signals that it catches.</summary>
    internal static bool IsKilled(int exitCode) => exitCode > 128;

    private static void ThrowIfFault(int exitCode, FfmpegErrors said)
    {
        if (said.WriteError is { } error)
            throw new IOException($"ffmpeg could not write what it decoded: {error}");
        if (IsKilled(exitCode))
            throw new IOException($"ffmpeg was ended from outside or broke down (exit code {exitCode}).");
    }

    private static FFOptions Options(WorkFolder folder) => new() { WorkingDirectory = folder.Path, TemporaryFilesFolder = folder.Path };

    /// <summary>
    /// The limit does not rely on the program, on FFMpegCore or on a pipe that a child may hold open: when it is over the call
    /// returns, and whatever still works in the folder is killed.
    /// </summary>
    private async Task<T> LimitAsync<T>(WorkFolder folder, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await Task.Run(() => run(limit.Token), limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"FFmpeg took longer than Ffmpeg__TimeoutSeconds ({Limit.TotalSeconds:0.#} s).", e);
        }
        finally
        {
            ProcessTree.EndAll(folder.Path);
        }
    }

    [LoggerMessage(400, LogLevel.Debug, "ffmpeg says: {Errors}")]
    private partial void LogErrors(string errors);
}
