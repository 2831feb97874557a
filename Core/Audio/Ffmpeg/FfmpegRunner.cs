using System.Diagnostics;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VoicePrep.Audio.Ffmpeg;

/// <summary>Runs ffmpeg and ffprobe, each in its own folder and within a wall-clock limit, after which it is killed.</summary>
public sealed partial class FfmpegRunner(WorkFolders folders, IOptions<FfmpegOptions> options, ILogger<FfmpegRunner> logger)
{
    private const int NoSuchFile = 2; // ENOENT
    private const int PermissionDenied = 13; // EACCES
    private const int RealTimeSignals = 32; // the first of them; nobody ends a program with these

    /// <summary>A timeout with less processor time than this share of the limit is the machine's fault (bench/audio.md).</summary>
    private const double LeastShare = 0.1;

    /// <summary>Holds wrappers with the names of ffmpeg's programs, which confine those to their folder.</summary>
    private static readonly string ConfinedPrograms = Path.Combine(AppContext.BaseDirectory, "confined");

    /// <summary>Attempts to run the confined program, which may be killed during one of them.</summary>
    private const int ConfineAttempts = 3;

    private string? knownVersion;
    private string programs = ""; // those in PATH

    internal TimeSpan Limit { get; } = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

    internal int Threads => options.Value.Threads;

    /// <summary>
    /// For the operator: what is missing from ffmpeg's confinement on this machine; null if nothing is, or until
    /// <see cref="GetVersionAsync"/> has checked.
    /// </summary>
    public string? Notice { get; private set; }

    /// <summary>The first line of <c>ffmpeg -version</c> after the words "ffmpeg version", up to the next blank.</summary>
    /// <exception cref="FfmpegMissingException">ffmpeg or ffprobe is not installed or does not work.</exception>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        if (knownVersion is not null)
            return knownVersion;
        using var folder = folders.Create();
        await StreamAsync(folder, new ProcessStartInfo("ffprobe", "-version"), (_, _) => Task.CompletedTask, cancellationToken);
        var version = VersionIn(await ReadLineAsync(folder, new ProcessStartInfo("ffmpeg", "-version"), cancellationToken))
            ?? throw new FfmpegMissingException("ffmpeg does not say its version; is the program in PATH the real one?");
        (programs, Notice) = await ConfineAsync(folder, version, cancellationToken);
        if (Notice is not null)
            LogNotice(Notice);
        return knownVersion = version;
    }

    /// <summary>The folder of the programs to use, and what is missing from their confinement.</summary>
    private async Task<(string Folder, string? Notice)> ConfineAsync(
        WorkFolder folder, string version, CancellationToken cancellationToken)
    {
        var confined = Path.Combine(ConfinedPrograms, "ffmpeg");
        var problem = "it needs Perl, and a disk from which programs may be run";
        for (var left = ConfineAttempts; left > 0; left--)
        {
            try
            {
                var missing = await ReadLineAsync(folder, new ProcessStartInfo(confined, "--confinement"), cancellationToken);
                if (VersionIn(await ReadLineAsync(folder, new ProcessStartInfo(confined, "-version"), cancellationToken)) == version)
                    return (
                        ConfinedPrograms,
                        missing is ""
                            ? null
                            : $"ffmpeg is confined only in part; this machine lacks what confines: {missing ?? "unknown"}.");
            }
            catch (FfmpegMissingException)
            {
                break;
            }
            catch (IOException e)
            {
                problem = e.Message; // killed, or its libraries are where it may not read
            }
        }

        return (
            "",
            "ffmpeg is not confined: a recording that took it over could reach what the service can. "
                + $"{confined} does not run here: {problem.TrimEnd('.')}.");
    }

    private async Task<string?> ReadLineAsync(WorkFolder folder, ProcessStartInfo start, CancellationToken cancellationToken)
    {
        string? line = null;
        await StreamAsync(
            folder, start, async (output, token) => line = await new StreamReader(output).ReadLineAsync(token), cancellationToken);
        return line;
    }

    private static string? VersionIn(string? line) => line?.Split(' ') is ["ffmpeg", "version", var version, ..] ? version : null;

    /// <summary>What ffprobe reports about the clip in <paramref name="folder"/>.</summary>
    /// <exception cref="FFProbeProcessException">ffprobe cannot read the file.</exception>
    /// <exception cref="TimeoutException">It worked for longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    /// <exception cref="IOException">It was killed, or the machine failed it.</exception>
    internal async Task<IMediaAnalysis> ProbeAsync(WorkFolder folder, CancellationToken cancellationToken)
    {
        await GetVersionAsync(cancellationToken);
        return await LimitAsync(folder, ProbeAsync, cancellationToken);

        async Task<IMediaAnalysis> ProbeAsync(CancellationToken token)
        {
            try
            {
                return await FFProbe.AnalyseAsync(
                    folder.Clip,
                    new FFOptions { BinaryFolder = programs, WorkingDirectory = folder.Path, TemporaryFilesFolder = folder.Path },
                    InputGuard.ProbeOptions,
                    token);
            }
            catch (FFProbeProcessException e)
            {
                await ThrowIfFaultAsync(folder, e.ExitCode, FfmpegErrors.Of(e.StandardError), token);
                throw;
            }
            catch (FFMpegException e) when (e is not FormatNullException)
            {
                // FFMpegCore tries it once before; where that is killed, it says that there is none
                throw new IOException($"FFprobe was not run: {e.Message}", e);
            }
        }
    }

    /// <summary>Runs arguments composed with FFMpegCore, on the project's own files in <paramref name="folder"/>.</summary>
    /// <exception cref="TimeoutException">It worked for longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    /// <exception cref="IOException">It failed.</exception>
    internal async Task RunAsync(WorkFolder folder, FFMpegArgumentProcessor run, CancellationToken cancellationToken)
    {
        await GetVersionAsync(cancellationToken);
        var ended = await StreamAsync(
            folder, new ProcessStartInfo(Ffmpeg, run.Arguments), (_, _) => Task.CompletedTask, cancellationToken);
        if (ended.ExitCode != 0)
            throw new IOException($"FFmpeg failed (exit code {ended.ExitCode}). {ended.Errors}".TrimEnd());
    }

    /// <summary>Runs ffmpeg and streams its output to <paramref name="read"/>; FFMpegCore could only use a socket.</summary>
    /// <returns>How it ended, and what it complained of.</returns>
    /// <exception cref="TimeoutException">It worked for longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    /// <exception cref="IOException">It was killed, or the machine failed it: a fault, which says nothing about the input.</exception>
    internal async Task<FfmpegRun> StreamAsync(
        WorkFolder folder, IEnumerable<string> arguments, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        await GetVersionAsync(cancellationToken);
        return await StreamAsync(folder, new ProcessStartInfo(Ffmpeg, arguments), read, cancellationToken);
    }

    private string Ffmpeg => Path.Combine(programs, "ffmpeg");

    private Task<FfmpegRun> StreamAsync(
        WorkFolder folder, ProcessStartInfo start, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        LimitAsync(
            folder,
            async token =>
            {
                var (exitCode, errors) = await RunAsync(folder, start, read, token);
                if (errors.Text.Length > 0)
                    LogErrors(errors.Text);
                await ThrowIfFaultAsync(folder, exitCode, errors, token);
                return new FfmpegRun(exitCode, errors.Text, errors.Complaints);
            },
            cancellationToken);

    private static async Task<(int ExitCode, FfmpegErrors Errors)> RunAsync(
        WorkFolder folder, ProcessStartInfo start, Func<Stream, CancellationToken, Task> read, CancellationToken token)
    {
        using var process = Start(folder, start);
        var reading = FfmpegErrors.ReadAsync(process.StandardError, token);
        await read(process.StandardOutput.BaseStream, token);
        await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, token);
        var errors = await reading;
        await process.WaitForExitAsync(token);
        return (process.ExitCode, errors);
    }

    private static Process Start(WorkFolder folder, ProcessStartInfo start)
    {
        start.WorkingDirectory = folder.Path;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e) when (e.NativeErrorCode is NoSuchFile or PermissionDenied)
        {
            throw new FfmpegMissingException(
                $"{start.FileName} cannot be started: install FFmpeg (Debian and Ubuntu: "
                    + "apt-get install ffmpeg) and see that it is in PATH.",
                e);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"The system cannot start another process: {e.Message}.", e);
        }
    }

    /// <exception cref="IOException">It ended because of a fault, which says nothing about the input.</exception>
    internal static async Task ThrowIfFaultAsync(WorkFolder folder, int exitCode, FfmpegErrors errors, CancellationToken token)
    {
        if (errors.Fault is { } fault)
            throw new IOException($"FFmpeg failed because of the machine: {fault}");
        if (IsKilled(exitCode))
            throw new IOException($"FFmpeg was ended from outside or broke down (exit code {exitCode}). {errors.Text}".TrimEnd());
        if (errors.LacksMemory && !await HasMemoryAsync(folder, token))
            throw new IOException("The system has no memory for FFmpeg.");
    }

    /// <summary>
    /// Tells a signal (<see cref="Process"/> adds its number to 128; ffmpeg says 255 of those that it catches, 123 of the fourth) and a
    /// program that does not load (126, 127) from ffmpeg's own exit codes: 1, or since release 6.1 the last byte of the error, such as 183
    /// for invalid data. No error of reading or decoding has a number from 97 to 127 that would look like a signal.
    /// </summary>
    private static bool IsKilled(int exitCode) => exitCode is 123 or 126 or 127 or (> 128 and < 128 + RealTimeSignals) or 255;

    /// <summary>
    /// Whether the system gives ffmpeg as much memory as an upload may need. For an upload that needs more (see <see cref="InputGuard"/>),
    /// ffmpeg reports the same error as for a lack of memory.
    /// </summary>
    private static async Task<bool> HasMemoryAsync(WorkFolder folder, CancellationToken token)
    {
        const string picture = "color=size=8000x5500"; // 66 MB
        var (exitCode, _) = await RunAsync(
            folder, new("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", picture, "-frames:v", "1", "-f", "null", "-"]),
            (_, _) => Task.CompletedTask, token);
        return exitCode == 0;
    }

    /// <summary>
    /// The limit does not rely on the program, on FFMpegCore or on a pipe that a child may hold open: when it expires the call returns,
    /// and whatever still runs in the folder is killed. The input is at fault only if there was enough processor time for it.
    /// </summary>
    private async Task<T> LimitAsync<T>(WorkFolder folder, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => run(stop.Token), stop.Token);
        try
        {
            return await work.WaitAsync(Limit, cancellationToken);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            var used = ProcessTree.ProcessorTime(folder.Path);
            throw used < Limit * LeastShare
                ? new IOException(
                    $"FFmpeg had {used.TotalSeconds:0.0} s of processor time within Ffmpeg__TimeoutSeconds ({Limit.TotalSeconds:0.#} s): "
                        + "the machine or its disk is too busy.")
                : new TimeoutException($"FFmpeg took longer than Ffmpeg__TimeoutSeconds ({Limit.TotalSeconds:0.#} s).");
        }
        finally
        {
            await stop.CancelAsync();
            ProcessTree.EndAll(folder.Path);
        }
    }

    [LoggerMessage(401, LogLevel.Warning, "{Notice}")]
    private partial void LogNotice(string notice);

    [LoggerMessage(400, LogLevel.Debug, "ffmpeg says: {Errors}")]
    private partial void LogErrors(string errors);
}
