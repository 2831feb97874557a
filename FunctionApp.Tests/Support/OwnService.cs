using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary>A running service, with its storage and a recording.</summary>
public abstract class OwnService : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    internal Azurite Azurite { get; private set; } = null!;

    internal ServiceProcess Service { get; private set; } = null!;

    /// <summary>Twelve digits in English, about ten seconds.</summary>
    internal static IReadOnlyList<string> EnglishWords { get; } = "one two three four five six seven eight nine zero one two".Split(' ');

    internal IReadOnlyList<SpokenWord> EnglishSpoken { get; private set; } = [];

    /// <summary>A recording of these.</summary>
    internal string English => FileOf("english.wav");

    public async Task InitializeAsync()
    {
        EnglishSpoken = await Recording.SpeakAsync(English, "en-us", EnglishWords);
        Azurite = await Azurite.StartAsync();
        Service = await StartAsync();
        await StartedAsync();
    }

    public virtual async Task DisposeAsync()
    {
        Service?.Dispose();
        await Azurite.DisposeAsync();
        folder.Dispose();
    }

    internal string FileOf(string name) => folder.File(name);

    private protected virtual Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(Azurite.ConnectionString);

    /// <summary>Called once, with the running service.</summary>
    private protected virtual Task StartedAsync() => Task.CompletedTask;
}
