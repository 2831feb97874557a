using System.Diagnostics;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VoicePrep.Audio.Ffmpeg;

/// <summary>Runs ffmpeg and ffprobe: each in a folder of its own and within the wall-clock limit, after which nothing of it is left running.</summary>
public sealed partial class FfmpegRunner(WorkFolders folders, IOptions<FfmpegOptions> options, ILogger<FfmpegRunner> logger)
{
    private const int NoSuchFile = 2; // ENOENT
    private const int PermissionDenied = 13; // EACCES
    private const int RealTimeSignals = 32; // the first of them; nobody ends a program with these

    /// <summary>Of the limit: more than an everyday recording takes (bench/audio.md).</summary>
    private const double LeastShare = 0.1;

    private string? knownVersion;

    internal TimeSpan Limit { get; } = TimeSpan.FromSeconds(options.Value.TimeoutSeconds);

    internal int Threads => options.Value.Threads;

    /// <summary>The first line of <c>ffmpeg -version</c> after the words "ffmpeg version", up to the next blank.</summary>
    /// <exception cref="FfmpegMissingException">ffmpeg or ffprobe is not installed or does not work.</exception>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        if (knownVersion is not null)
            return knownVersion;
        using var folder = folders.Create();
        var firstLine = "";
        await StreamAsync(folder, new ProcessStartInfo("ffprobe", "-version"), (_, _) => Task.CompletedTask, cancellationToken);
        await StreamAsync(folder, ["-version"], async (output, token) => firstLine = await new StreamReader(output).ReadLineAsync(token) ?? "", cancellationToken);
        return knownVersion = firstLine.Split(' ') is ["ffmpeg", "version", var version, ..]
            ? version
            : throw new FfmpegMissingException("ffmpeg does not say its version; is the program in PATH the real one?");
    }

    /// <summary>What ffprobe says of a file in <paramref name="folder"/>.</summary>
    /// <exception cref="FFProbeProcessException">It makes nothing of the file.</exception>
    /// <exception cref="TimeoutException">The file takes it too long.</exception>
    /// <exception cref="IOException">It was killed, or the machine let it down.</exception>
    internal async Task<IMediaAnalysis> ProbeAsync(WorkFolder folder, string name, CancellationToken cancellationToken)
    {
        await GetVersionAsync(cancellationToken);
        return await LimitAsync(folder, ProbeAsync, cancellationToken);

        async Task<IMediaAnalysis> ProbeAsync(CancellationToken token)
        {
            try
            {
                return await FFProbe.AnalyseAsync(folder.File(name), Options(folder), InputGuard.ProbeOptions, token);
            }
            catch (FFProbeProcessException e)
            {
                await ThrowIfFaultAsync(folder, e.ExitCode, FfmpegErrors.Of(e.StandardError), token);
                throw;
            }
            catch (FFMpegException e) when (e is not FormatNullException)
            {
                throw new IOException($"FFprobe was not run: {e.Message}", e); // FFMpegCore tries it once before; where that is killed, it says that there is none
            }
        }
    }

    /// <summary>Runs what was composed with FFMpegCore, over files of the project's own in <paramref name="folder"/>.</summary>
    /// <exception cref="TimeoutException">It worked for longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    /// <exception cref="IOException">It failed.</exception>
    internal async Task RunAsync(WorkFolder folder, FFMpegArgumentProcessor run, CancellationToken cancellationToken)
    {
        var ended = await StreamAsync(folder, new ProcessStartInfo("ffmpeg", run.Arguments), (_, _) => Task.CompletedTask, cancellationToken);
        if (ended.ExitCode != 0)
            throw new IOException($"FFmpeg failed (exit code {ended.ExitCode}). {ended.Errors}".TrimEnd());
    }

    /// <summary>
    /// Runs ffmpeg and gives its standard output to <paramref name="read"/> as it comes: FFMpegCore can hand output over through
    /// a socket only.
    /// </summary>
    /// <returns>How it ended, and what it complained of.</returns>
    /// <exception cref="TimeoutException">It worked for longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    /// <exception cref="IOException">It was killed, or the machine let it down: a fault, which says nothing of the input.</exception>
    internal Task<FfmpegRun> StreamAsync(WorkFolder folder, IEnumerable<string> arguments, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        StreamAsync(folder, new ProcessStartInfo("ffmpeg", arguments), read, cancellationToken);

    private Task<FfmpegRun> StreamAsync(WorkFolder folder, ProcessStartInfo start, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        LimitAsync(
            folder,
            async token =>
            {
                var (exitCode, said) = await RunAsync(folder, start, read, token);
                if (said.Text.Length > 0)
                    LogErrors(said.Text);
                await ThrowIfFaultAsync(folder, exitCode, said, token);
                return new FfmpegRun(exitCode, said.Text, said.Complaints);
            },
            cancellationToken);

    private static async Task<(int ExitCode, FfmpegErrors Said)> RunAsync(WorkFolder folder, ProcessStartInfo start, Func<Stream, CancellationToken, Task> read, CancellationToken token)
    {
        using var process = Start(folder, start);
        var errors = FfmpegErrors.ReadAsync(process.StandardError, token);
        await read(process.StandardOutput.BaseStream, token);
        await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, token);
        var said = await errors;
        await process.WaitForExitAsync(token);
        return (process.ExitCode, said);
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
            throw new FfmpegMissingException($"{start.FileName} cannot be started: install FFmpeg (Debian and Ubuntu: apt-get install ffmpeg) and see that it is in PATH.", e);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"The system starts no more processes: {e.Message}.", e);
        }
    }

    /// <exception cref="IOException">The end says nothing of the input.</exception>
    internal static async Task ThrowIfFaultAsync(WorkFolder folder, int exitCode, FfmpegErrors said, CancellationToken token)
    {
        if (said.Fault is { } fault)
            throw new IOException($"The machine let FFmpeg down: {fault}");
        if (IsKilled(exitCode))
            throw new IOException($"FFmpeg was ended from outside or broke down (exit code {exitCode}). {said.Text}".TrimEnd());
        if (said.LacksMemory && !await HasMemoryAsync(folder, token))
            throw new IOException("FFmpeg gets no memory from the system.");
    }

    /// <summary>
    /// Tells a signal (<see cref="Process"/> adds its number to 128; ffmpeg says 255 of those that it catches, 123 of the fourth) and a
    /// program that does not load (126, 127) from ffmpeg's own exit codes: 1, or since release 6.1 the last byte of the error, such as 183 for
    /// invalid data. No error of reading or decoding has a number from 97 to 127 that would look like a signal.
    /// </summary>
    private static bool IsKilled(int exitCode) => exitCode is 123 or 126 or 127 or (> 128 and < 128 + RealTimeSignals) or 255;

    /// <summary>
    /// Whether the system gives ffmpeg as much as an upload may ask for. An upload that asks for more (see <see cref="InputGuard"/>)
    /// is answered with the same words as a lack of memory.
    /// </summary>
    private static async Task<bool> HasMemoryAsync(WorkFolder folder, CancellationToken token)
    {
        const string picture = "color=size=8000x5500"; // 66 MB
        var (exitCode, _) = await RunAsync(folder, new("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", picture, "-frames:v", "1", "-f", "null", "-"]), (_, _) => Task.CompletedTask, token);
        return exitCode == 0;
    }

    private static FFOptions Options(WorkFolder folder) => new() { WorkingDirectory = folder.Path, TemporaryFilesFolder = folder.Path };

    /// <summary>
    /// The limit does not rely on the program, on FFMpegCore or on a pipe that a child may hold open: when it is over the call
    /// returns, and whatever still works in the folder is killed. It is the input's fault only where there was processor time to deal with it.
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
                ? new IOException($"FFmpeg had {used.TotalSeconds:0.0} s of processor time within Ffmpeg__TimeoutSeconds ({Limit.TotalSeconds:0.#} s): the machine or its disk is too busy.")
                : new TimeoutException($"FFmpeg took longer than Ffmpeg__TimeoutSeconds ({Limit.TotalSeconds:0.#} s).");
        }
        finally
        {
            await stop.CancelAsync();
            ProcessTree.EndAll(folder.Path);
        }
    }

    [LoggerMessage(400, LogLevel.Debug, "ffmpeg says: {Errors}")]
    private partial void LogErrors(string errors);
}
