using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.Cli.Service;

/// <summary>The service (the local host with the app) and its storage emulator as child processes, while this object lives.</summary>
internal sealed partial class LocalService : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const string Account = "devstoreaccount1"; // The emulator's own account; its key is public.
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(35);

    private readonly LocalServiceSettings settings;
    private readonly FileStream dataLock;
    private readonly Process? emulator;
    private readonly Process host;

    private LocalService(LocalServiceSettings settings)
    {
        this.settings = settings;
        dataLock = Lock(settings.DataFolder);
        Endpoint = new Uri($"http://127.0.0.1:{settings.Port}");
        var environment = new Dictionary<string, string>(settings.Environment, StringComparer.Ordinal)
        {
            ["AzureWebJobs__ClipUploadedEvent__Disabled"] = "true",
            ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "4000000000", // the app's own limit says what to do
        };
        if (!HasStorage)
        {
            emulator = StartEmulator();
            var (blob, queue, table) = settings.StoragePorts;
            environment["AzureWebJobsStorage"] = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
                + $"BlobEndpoint=http://127.0.0.1:{blob}/{Account};"
                + $"QueueEndpoint=http://127.0.0.1:{queue}/{Account};TableEndpoint=http://127.0.0.1:{table}/{Account};";
        }

        host = StartHost(environment);
    }

    public Uri Endpoint { get; }

    /// <summary>The local host, the app under it, and the storage emulator if there is one.</summary>
    public IReadOnlyList<(string Name, int Id)> Processes =>
    [
        ("host", host.Id),
        .. Directory.GetDirectories($"/proc/{host.Id}/task")
            .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => ("app", int.Parse(child, CultureInfo.InvariantCulture))),
        .. emulator is null ? [] : (IEnumerable<(string, int)>)[("storage", emulator.Id)],
    ];

    /// <summary>Whether the environment names a storage account, so that no emulator is needed.</summary>
    private static bool HasStorage =>
        Environment.GetEnvironmentVariable("AzureWebJobsStorage") is not null
            || Environment.GetEnvironmentVariable("AzureWebJobsStorage__accountName") is not null;

    private string EmulatorLog => Path.Combine(settings.DataFolder, "azurite.log");

    private string HostLog => Path.Combine(settings.DataFolder, "service.log");

    /// <summary>Starts both; returns when the service is ready.</summary>
    /// <exception cref="ServiceException">A port is in use, or it did not start; the message holds the end of its log.</exception>
    public static async Task<LocalService> StartAsync(LocalServiceSettings settings, CancellationToken cancellationToken)
    {
        var (blob, queue, table) = settings.StoragePorts;
        int[] ports = HasStorage ? [settings.Port] : [settings.Port, blob, queue, table];
        if (ports.Distinct().Count() < ports.Length)
            throw new ServiceException(
                $"Port {settings.Port} is among the storage emulator's ({blob} to {table}). Choose others: --port, --storage-port.");
        foreach (var port in ports)
            ThrowIfTaken(port);

        var service = new LocalService(settings);
        try
        {
            await service.WaitUntilReadyAsync(cancellationToken);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when one of the processes ended by itself.</summary>
    /// <returns>Which, and how.</returns>
    public async Task<string> WaitForExitAsync(CancellationToken cancellationToken)
    {
        var ended = await Task.WhenAny(
            new[] { host, emulator }.OfType<Process>().Select(process => process.WaitForExitAsync(cancellationToken)));
        await ended;
        return host.HasExited
            ? $"The service ended with exit code {host.ExitCode}."
            : $"The storage emulator ended with exit code {emulator!.ExitCode}.";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { host, emulator }.OfType<Process>())
        {
            await EndAsync(process);
            process.Dispose();
        }

        await dataLock.DisposeAsync();
    }

    /// <summary>Different ports of this machine on which nothing listens; each is held until all are found.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    private static void ThrowIfTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? "is in use, perhaps by a service that is up already. Stop it, or choose"
                : $"cannot be used ({e.Message}). Choose";
            throw new ServiceException($"Port {port} {why} other ports: --port, --storage-port.", e);
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Endpoint, Timeout = TimeSpan.FromSeconds(5) };
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http, cancellationToken))
        {
            if (host.HasExited)
                throw new ServiceException(
                    $"The service did not start.{Environment.NewLine}{await ReadLogAsync(cancellationToken)}".TrimEnd());
            if (emulator is { HasExited: true })
                throw new ServiceException(
                    $"The storage emulator ended with exit code {emulator.ExitCode}; its log is {EmulatorLog}. ./setup.sh installs it.");

            if (Stopwatch.GetElapsedTime(started) > StartLimit)
                throw new ServiceException(
                    $"The service was not ready after {StartLimit.TotalMinutes:0} "
                        + $"minutes.{Environment.NewLine}{await ReadLogAsync(cancellationToken)}");

            await Task.Delay(ProbeInterval, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var health = await http.GetAsync("api/health", cancellationToken);
            return health.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken)
    {
        const int Lines = 20;
        return settings.ShowLog
            ? ""
            : string.Join(Environment.NewLine, (await File.ReadAllLinesAsync(HostLog, cancellationToken)).TakeLast(Lines));
    }

    private Process StartEmulator()
    {
        var (blob, queue, table) = settings.StoragePorts;
        var location = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "azurite")).FullName;
        return Start(
            EmulatorLog,
            "node",
            Path.Combine(Installation.Cache, "azurite/node_modules/azurite/dist/src/azurite.js"),
            "--location", location, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobPort", $"{blob}", "--queuePort", $"{queue}", "--tablePort", $"{table}");
    }

    private Process StartHost(IReadOnlyDictionary<string, string> environment) =>
        Start(
            settings.ShowLog ? null : HostLog, environment, "dotnet", Installation.Host, Installation.App, "--urls", Endpoint.ToString());

    /// <exception cref="ServiceException">Another service uses the folder.</exception>
    private static FileStream Lock(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new ServiceException($"Another service keeps its data in {folder}. Stop it, or set VOICEPREP_CACHE to another folder.");
        }
    }

    /// <summary>Asks a process to end, and kills it if it does not.</summary>
    private static async Task EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            if (!process.HasExited)
                _ = Kill(process.Id, Sigterm);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    private static Process Start(string? log, string program, params string[] arguments) =>
        Start(log, new Dictionary<string, string>(StringComparer.Ordinal), program, arguments);

    /// <summary>Starts a child with its output in a file, or on this terminal if <paramref name="log"/> is null.</summary>
    private static Process Start(string? log, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        if (log is null)
            return BoundProcess.Start("TERM", start);

        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var writer = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
        var process = BoundProcess.Start("TERM", start);
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
