using VoicePrep.Testing;
using VoicePrep.Tests.Service;

namespace VoicePrep.Tests.Support;

/// <summary>A service for the tests of one class, with its storage and a recording.</summary>
public abstract class OwnService : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    internal Azurite Azurite { get; private set; } = null!;

    internal ServiceProcess Service { get; private set; } = null!;

    internal string Clip => NewFile("clip.wav");

    public async Task InitializeAsync()
    {
        await Recording.SpeakAsync(Clip, "en-us", ServiceFixture.EnglishWords);
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

    internal string NewFile(string name) => folder.File(name);

    private protected virtual Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(Azurite.ConnectionString);

    /// <summary>What is to be done once, with the running service.</summary>
    private protected virtual Task StartedAsync() => Task.CompletedTask;
}
