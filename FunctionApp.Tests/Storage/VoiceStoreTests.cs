using VoicePrep.Storage;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Storage;

public sealed class VoiceStoreTests
{
    [Fact]
    public async Task ForgetErasures_BeforeATime_KeepsThoseAfterIt()
    {
        await using var azurite = await Azurite.StartAsync();
        await azurite.Blobs.GetBlobContainerClient(BlobNames.Voices).CreateAsync();
        var store = new VoiceStore(azurite.Blobs);
        await store.MarkErasedAsync("0123456789abcdef0123456789abcdef", CancellationToken.None);
        var now = await store.GetTimeAsync(CancellationToken.None);

        await store.ForgetErasuresAsync(now.AddDays(-1), CancellationToken.None);
        var isKept = await store.IsErasedAsync("0123456789abcdef0123456789abcdef", CancellationToken.None);
        await store.ForgetErasuresAsync(now.AddDays(1), CancellationToken.None);

        Assert.True(isKept);
        Assert.False(await store.IsErasedAsync("0123456789abcdef0123456789abcdef", CancellationToken.None));
    }
}
