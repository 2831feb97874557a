using System.Diagnostics;
using System.Globalization;
using VoicePrep.Cli.Service;

namespace VoicePrep.Benchmarks;

/// <summary>whisper.cpp's <c>whisper-server</c>: a warm peer. It serves one request at a time.</summary>
internal sealed class WhisperServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly HttpClient client;

    private WhisperServer(Process process, int port)
    {
        this.process = process;
        client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>The option that keeps whisper.cpp's programs on the CPU.</summary>
    public static string[] NoGpu { get; } = ["-ng"];

    public int ProcessId => process.Id;

    public long PeakMemoryBytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it without fallback; returns when the model is loaded.</summary>
    public static async Task<WhisperServer> StartAsync(
        string program, string model, int threads, bool onGpu, CancellationToken cancellationToken)
    {
        var port = LocalService.FreePorts(1)[0];
        string[] arguments = ["-m", model, "-t", Text(threads), "--host", "127.0.0.1", "--port", Text(port), "-nf", .. onGpu ? [] : NoGpu];
        var started = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        started.OutputDataReceived += Ignore;
        started.ErrorDataReceived += Ignore;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();

        var server = new WhisperServer(started, port);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await server.AnswersAsync(limit.Token))
                await Task.Delay(50, limit.Token);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        static void Ignore(object sender, DataReceivedEventArgs line)
        {
            // A full pipe would stop the server.
        }
    }

    /// <summary>Transcribes a clip.</summary>
    /// <returns>Milliseconds from request to answer.</returns>
    public async Task<double> TranscribeAsync(byte[] wave, string language, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(wave), "file", "clip.wav" },
            { new StringContent(language), "language" },
            { new StringContent("json"), "response_format" },
        };
        var started = Stopwatch.GetTimestamp();
        using var response = await client.PostAsync(new Uri("/inference", UriKind.Relative), form, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return response.IsSuccessStatusCode && text.Contains("\"text\"", StringComparison.Ordinal)
            ? elapsed
            : throw new InvalidOperationException($"whisper-server answered {response.StatusCode}: {text}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (process.HasExited)
            throw new InvalidOperationException($"whisper-server ended with exit code {process.ExitCode}.");
        try
        {
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
