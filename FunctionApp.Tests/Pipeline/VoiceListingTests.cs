using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using VoicePrep.Api.Voices;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Pipeline;
using VoicePrep.Requests;
using VoicePrep.Storage;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Pipeline;

/// <summary>Lists among many voices, over storage without the service.</summary>
public sealed class VoiceListingTests : IAsyncLifetime
{
    private const int Many = 1100;

    private readonly RequestCount requests = new();
    private Azurite azurite = null!;
    private VoiceListing listing = null!;

    public async Task InitializeAsync()
    {
        azurite = await Azurite.StartAsync();
        var options = new BlobClientOptions();
        options.AddPolicy(requests, HttpPipelinePosition.PerCall);
        var storage = new BlobServiceClient(azurite.ConnectionString, options);
        await storage.CreateBlobContainerAsync(BlobNames.Voices);
        var index = new VoiceIndex(storage, TimeProvider.System);
        await Parallel.ForAsync(
            0, Many, async (i, cancellationToken) => await index.CompleteAsync(Request(i), Grade.Good, cancellationToken));
        listing = new(index, new VoiceLookup(new VoiceStore(storage)));
        requests.Count = 0;
    }

    public async Task DisposeAsync() => await azurite.DisposeAsync();

    [Fact]
    public async Task List_OfManyVoices_ReadsOnePageOfTheIndex()
    {
        var newest = await ListAsync(from: null);
        var next = await ListAsync(newest.Continuation);

        Assert.Equal(2, requests.Count);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"{Many - 1 - i}.wav"), newest.Voices.Concat(next.Voices).Select(voice => voice.Name));
        Assert.All(newest.Voices, voice => Assert.Equal((VoiceState.Completed, Grade.Good), (voice.Status, voice.Grade)));
    }

    [Fact]
    public async Task List_NameOfTheOldest_IsFoundPageByPage()
    {
        var first = await ListAsync(from: null, name: "0000.WAV");
        var page = await ListAsync(from: null, name: "/oldest/");
        var last = await ListAsync(page.Continuation, name: "/oldest/");

        Assert.Empty(first.Voices);
        Assert.Empty(page.Voices);
        Assert.NotNull(page.Continuation);
        Assert.Equal("/oldest/0.wav", Assert.Single(last.Voices).Name);
        Assert.Null(last.Continuation);
    }

    private Task<VoiceList> ListAsync(string? from, string? name = null) =>
        listing.ListAsync(client: null!, from, limit: 20, status: null, name, CancellationToken.None);

    private static VoiceRequest Request(int i)
    {
        var name = i == 0 ? "/oldest/0.wav" : $"{i}.wav";
        return new(VoiceId.For(name, "0x1"), name, "0x1", Language: null, DateTimeOffset.UnixEpoch.AddSeconds(i));
    }

    private sealed class RequestCount : HttpPipelineSynchronousPolicy
    {
        private int count;

        public int Count { get => count; set => count = value; }

        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref count);
    }
}
