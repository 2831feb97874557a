using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>One running service, with its storage, for all tests that do not stop it.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private Azurite azurite = null!;

    internal ServiceProcess Service { get; private set; } = null!;

    internal string Storage => azurite.ConnectionString;

    internal BlobContainerClient Clips => azurite.Blobs.GetBlobContainerClient("clips");

    internal BlobContainerClient Voices => azurite.Blobs.GetBlobContainerClient("voices");

    internal BlobContainerClient Work => azurite.Blobs.GetBlobContainerClient("work");

    /// <summary>Where a page may call from.</summary>
    internal const string Origin = "https://studio.example";

    internal QueueClient Finished => azurite.Queues.GetQueueClient("voices-finished");

    /// <summary>Digits in English, twelve of them, about ten seconds.</summary>
    internal string English => folder.File("english.wav");

    internal static IReadOnlyList<string> EnglishWords { get; } = "one two three four five six seven eight nine zero one two".Split(' ');

    internal IReadOnlyList<SpokenWord> EnglishSpoken { get; private set; } = [];

    /// <summary>Path for a test's own file.</summary>
    internal string NewFile(string extension) => folder.File($"{Guid.NewGuid():N}{extension}");

    public async Task InitializeAsync()
    {
        EnglishSpoken = await Recording.SpeakAsync(English, "en-us", EnglishWords);
        azurite = await Azurite.StartAsync();
        Service = await ServiceProcess.StartAsync(azurite.ConnectionString, ("Api__AllowedOrigins", $"{Origin}, http://127.0.0.1:3000"));
    }

    public async Task DisposeAsync()
    {
        Service?.Dispose();
        await azurite.DisposeAsync();
        folder.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class ServiceCollection : ICollectionFixture<ServiceFixture>, ICollectionFixture<Studio.Browser>
{
    public const string Name = "service";
}
