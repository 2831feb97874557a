using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Support;

/// <summary>What outlives a host: the storage, and the journal of the test app's functions.</summary>
public sealed class TestBed : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    public Azurite Storage { get; private set; } = null!;

    public string JournalFile => folder.File("journal");

    public string[] Journal => File.Exists(JournalFile) ? File.ReadAllLines(JournalFile) : [];

    public async Task InitializeAsync() => Storage = await Azurite.StartAsync();

    public async Task DisposeAsync()
    {
        await Storage.DisposeAsync();
        folder.Dispose();
    }

    public Task WaitForAsync(string line) => WaitForAsync(line, 1);

    /// <summary>Waits until the journal has a line a given number of times.</summary>
    public Task WaitForAsync(string line, int times) =>
        Eventually.IsAsync(() => Task.FromResult(Count(line) >= times ? line : null), () => $"{times} x '{line}' in the journal");

    public int Count(string line) => Journal.Count(other => other == line);
}
