using System.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Queues.Models;
using VoicePrep.Contracts;
using VoicePrep.Storage;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Trust;

/// <summary>
/// A service with its own storage and folder for temporary files, which can be taken away from it, and checks of what it leaves behind.
/// </summary>
internal sealed class TrustBed : IAsyncDisposable
{
    /// <summary>Where the temporary disk is one of its own.</summary>
    private const int DiskMegabytes = 256;

    /// <summary>Settings of a short trial: clips of a few seconds are accepted and take little, and queues are asked often.</summary>
    public static readonly IReadOnlyList<(string Name, string Value)> Short =
    [
        ("Clip__MinSeconds", "2"),
        ("Clip__MinSpeechSeconds", "1"),
        ("Whisper__AudioContext", "adaptive"),
        ("AzureFunctionsJobHost__extensions__durableTask__storageProvider__maxQueuePollingInterval", "00:00:00.5"),
    ];

    private readonly TempFolder folder = new();
    private readonly (string Name, string Value)[] settings;

    private TrustBed(Azurite azurite, FaultyStorage storage, (string Name, string Value)[] settings)
    {
        (Azurite, Storage, this.settings) = (azurite, storage, settings);
        Temporary = Directory.CreateDirectory(folder.File("tmp")).FullName;
    }

    public Azurite Azurite { get; }

    public FaultyStorage Storage { get; }

    public ServiceProcess Service { get; private set; } = null!;

    /// <summary>Folder for temporary files.</summary>
    public string Temporary { get; }

    /// <summary>Whether it is a disk of its own, which takes a superuser.</summary>
    public bool HasDisk { get; private set; }

    public BlobContainerClient Clips => Azurite.Blobs.GetBlobContainerClient(BlobNames.Clips);

    public BlobContainerClient Voices => Azurite.Blobs.GetBlobContainerClient(BlobNames.Voices);

    public static async Task<TrustBed> StartAsync(bool disk, params (string Name, string Value)[] settings)
    {
        var azurite = await Azurite.StartAsync();
        var bed = new TrustBed(azurite, await FaultyStorage.StartAsync(azurite), settings);
        bed.HasDisk = disk && await IsDoneAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMegabytes}m", "tmpfs", bed.Temporary);
        await bed.StartServiceAsync();
        return bed;
    }

    /// <summary>Starts the service, and again if it is killed meanwhile.</summary>
    public async Task StartServiceAsync()
    {
        var before = Service;
        Service = await ServiceProcess.StartAsync(Storage.ConnectionString, [("TMPDIR", Temporary), .. settings]);
        before?.Dispose();
    }

    /// <summary>Prepares a first clip, and takes its message.</summary>
    /// <returns>The ID of its voice.</returns>
    public async Task<string> WarmUpAsync(string file)
    {
        var id = (await Service.PrepareAsync(file)).Id;
        await Eventually.IsAsync(async () =>
            await TakeFinishedAsync() is { Count: > 0 } told ? told : null, () => $"the message of voice {id}\n{Service.Log}");
        return id;
    }

    /// <summary>The IDs of the voices of all clips that are stored.</summary>
    public async Task<IReadOnlyList<string>> ListVoicesAsync() =>
        [.. (await Clips.GetBlobsAsync().ToListAsync()).Select(clip => VoiceId.For(clip.Name, $"{clip.Properties.ETag}"))];

    /// <summary>Takes the messages of voices that have ended since it was asked before.</summary>
    public async Task<IReadOnlyList<VoiceFinished>> TakeFinishedAsync()
    {
        const int Most = 32;
        var queue = Azurite.Queues.GetQueueClient("voices-finished");
        QueueMessage[] messages = await queue.ReceiveMessagesAsync(Most);
        foreach (var message in messages)
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return
        [
            .. messages.Select(message => System.Text.Json.JsonSerializer.Deserialize(message.Body, VoiceJson.Default.VoiceFinished)!),
        ];
    }

    /// <summary>
    /// Nothing of the voices' preparation may be left: blobs, messages that could not be taken, temporary files, and, once it was told to
    /// end, processes.
    /// </summary>
    public async Task InspectAsync(TrustReport report)
    {
        var work = Azurite.Blobs.GetBlobContainerClient(BlobNames.Work);
        await SettleAsync(async () => await work.GetBlobsAsync().AnyAsync());
        report.Require(!await work.GetBlobsAsync().AnyAsync(), $"blobs are left in 'work'");
        var poison = Azurite.Queues.GetQueueClient("webjobs-blobtrigger-poison");
        var poisoned = await poison.ExistsAsync() ? (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;
        report.Require(poisoned == 0, $"{poisoned} messages are in the poison queue");
        await SettleAsync(() => Task.FromResult(Leftovers().Any()));
        report.Require(!Leftovers().Any(), $"temporary files are left: {string.Join(", ", Leftovers())}");
        await SettleAsync(() => Task.FromResult(Processes.Of(Temporary).Any(IsFfmpeg)));
        report.Require(!Processes.Of(Temporary).Any(IsFfmpeg), $"ffmpeg runs on");

        var exitCode = await Service.StopAsync();
        report.Require(exitCode == 0, $"the host ended with exit code {exitCode}");
        await SettleAsync(() => Task.FromResult(Processes.Of(Temporary).Count > 0));
        report.Require(
            Processes.Of(Temporary).Count == 0,
            $"processes are left: {string.Join(", ", Processes.Of(Temporary).Select(process => process.Name))}");
        var files = Directory.EnumerateFiles(Temporary, "*", SearchOption.AllDirectories).Where(file => !IsOfTheRuntime(file)).ToList();
        report.Require(files.Count == 0, $"files are left after the end: {string.Join(", ", files)}");
    }

    public static bool IsFfmpeg((int Id, string Name) process) => process.Name is "ffmpeg" or "ffprobe";

    /// <summary>Runs a program; false where it fails.</summary>
    public static async Task<bool> IsDoneAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        Service?.Dispose();
        await Storage.DisposeAsync();
        await Azurite.DisposeAsync();
        if (HasDisk)
            await IsDoneAsync("umount", "--lazy", Temporary);
        folder.Dispose();
    }

    /// <summary>Waits a while for things to disappear, and returns what is still there.</summary>
    private static async Task SettleAsync(Func<Task<bool>> isThere)
    {
        var started = Stopwatch.GetTimestamp();
        while (await isThere() && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
            await Task.Delay(TimeSpan.FromMilliseconds(200));
    }

    /// <summary>Files of clips; the app's lock is one of the running process.</summary>
    private IEnumerable<string> Leftovers() =>
        Directory.EnumerateFiles(Temporary, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "lock" && !IsOfTheRuntime(file));

    /// <summary>
    /// Sockets of .NET's diagnostics, which a killed process cannot take along, and the 51 bytes in which ONNX Runtime keeps the number of
    /// its session.
    /// </summary>
    private static bool IsOfTheRuntime(string file) =>
        Path.GetFileName(file) is ".ses"
            || Path.GetFileName(file).StartsWith("dotnet-diagnostic-", StringComparison.Ordinal)
            || Path.GetFileName(file).StartsWith("clr-debug-pipe-", StringComparison.Ordinal);
}
