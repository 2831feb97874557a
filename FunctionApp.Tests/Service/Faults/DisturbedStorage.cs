using Azure.Storage.Blobs;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Faults;

/// <summary>A service whose blobs are behind a proxy, and the outcomes of two recordings that nothing disturbs.</summary>
public sealed class DisturbedStorage : OwnService
{
    /// <summary>One second, so that expired data is looked for as often.</summary>
    private const string HistoryDays = "0.0000116";

    internal StorageProxy Storage { get; private set; } = null!;

    internal BlobContainerClient Clips => Azurite.Blobs.GetBlobContainerClient("clips");

    internal BlobContainerClient Work => Azurite.Blobs.GetBlobContainerClient("work");

    internal BlobContainerClient Voices => Azurite.Blobs.GetBlobContainerClient("voices");

    internal string Second => FileOf("second.wav");

    internal string FirstUndisturbed { get; private set; } = "";

    internal string SecondUndisturbed { get; private set; } = "";

    /// <summary>How a voice ended: the code of its rejection, or all that is stored of it.</summary>
    internal async Task<string> EndAsync(string id, VoiceStatus voice) =>
        voice.Rejection?.Code ?? await Outcomes.ReadAsync(Voices, id) ?? $"{voice}\n{Service.Log}";

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Storage.DisposeAsync();
    }

    private protected override async Task<ServiceProcess> StartAsync()
    {
        Storage = await StorageProxy.StartAsync(Azurite);
        return await ServiceProcess.StartAsync(Storage.ConnectionString, ("Storage__HistoryDays", HistoryDays));
    }

    private protected override async Task StartedAsync()
    {
        await Recording.SpeakAsync(Second, "en-us+f5", "nine eight seven six five four three two one zero nine eight".Split(' '));
        FirstUndisturbed = (await Outcomes.ReadAsync(Voices, (await Service.PrepareAsync(English)).Id))!;
        SecondUndisturbed = (await Outcomes.ReadAsync(Voices, (await Service.PrepareAsync(Second)).Id))!;
    }
}

[CollectionDefinition(Name)]
public sealed class DisturbedStorageCollection : ICollectionFixture<DisturbedStorage>
{
    public const string Name = "Service.Faults.DisturbedStorage";
}
