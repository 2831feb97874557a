using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using VoicePrep.Contracts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service;

/// <summary>One running service, with its storage, for all tests that do not stop it.</summary>
public sealed class ServiceFixture : OwnService
{
    internal string Storage => Azurite.ConnectionString;

    internal BlobContainerClient Clips => Azurite.Blobs.GetBlobContainerClient("clips");

    internal BlobContainerClient Voices => Azurite.Blobs.GetBlobContainerClient("voices");

    internal BlobContainerClient Work => Azurite.Blobs.GetBlobContainerClient("work");

    /// <summary>Where a page may call from.</summary>
    internal const string Origin = "https://studio.example";

    internal QueueClient Finished => Azurite.Queues.GetQueueClient("voices-finished");

    /// <summary>Path for a test's own file.</summary>
    internal string NewFile(string extension) => FileOf($"{Guid.NewGuid():N}{extension}");

    /// <summary>A voice whose preparation was terminated. It may be done before that: then another is tried.</summary>
    internal async Task<(string Id, string ClipName)> FailAsync()
    {
        const int Uploads = 10;
        for (var i = 0; i < Uploads; i++)
        {
            var id = await Service.PostAsync(English);
            using var ended = await Service.Http.PostAsync(
                $"{ServiceProcess.Durable}/instances/{id}/terminate?reason=test", content: null);
            if (await Service.FinishAsync(id) is { Status: VoiceState.Failed })
            {
                // An activity that still runs may complete the voice after all.
                await Eventually.SucceedsAsync(async () => Assert.Equal("Terminated", await Service.StatusAsync(id)));
                var input = (await Service.ListInputsAsync()).Single(text => text.Contains(id, StringComparison.Ordinal));
                return (id, JsonNode.Parse(input)!["ClipName"]!.GetValue<string>());
            }
        }

        throw new TimeoutException($"None of {Uploads} uploads could be ended before it was done.");
    }

    private protected override Task<ServiceProcess> StartAsync() =>
        ServiceProcess.StartAsync(Azurite.ConnectionString, ("Api__AllowedOrigins", $"{Origin}, http://127.0.0.1:3000"));
}

[CollectionDefinition(Name)]
public sealed class ServiceCollection : ICollectionFixture<ServiceFixture>, ICollectionFixture<Studio.Browser>
{
    public const string Name = "service";
}
