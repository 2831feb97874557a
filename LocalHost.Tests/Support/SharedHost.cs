namespace VoicePrep.LocalHost.Tests.Support;

/// <summary>One host for all tests of a class.</summary>
public class SharedHost : IAsyncLifetime
{
    public TestBed Bed { get; } = new();

    public TestHost Host { get; private set; } = null!;

    protected virtual IEnumerable<(string Name, string Value)> Settings => [];

    public async Task InitializeAsync()
    {
        await Bed.InitializeAsync();
        Host = await TestHost.StartAsync(Bed, Settings);
    }

    public async Task DisposeAsync()
    {
        Host.Dispose();
        await Bed.DisposeAsync();
    }
}
