using Azure.Storage.Blobs;
using VoicePrep.Storage;

namespace VoicePrep.Tests.Storage;

public sealed class ClipStoreTests
{
    [Theory]
    [InlineData("a/b.wav", "a/b.wav")]
    [InlineData(@"a\b.wav", "a/b.wav")]
    [InlineData("a/../b.wav", "b.wav")]
    [InlineData("./b.wav", "b.wav")]
    [InlineData("a b 100%25 #1?.wav", "a b 100%25 #1?.wav")]
    [InlineData("Bu\u0308cher.wav", "Bu\u0308cher.wav")]
    [InlineData("हिन्दी.wav", "हिन्दी.wav")]
    [InlineData("/b.wav", "b.wav")]
    [InlineData("../voices/0/profile.json", null)]
    [InlineData("", null)]
    [InlineData("/", null)]
    [InlineData(@"\", null)]
    [InlineData(".", null)]
    [InlineData("a/..", null)]
    [InlineData(@"..\voices\0\profile.json", null)]
    public void NameOf_AnyWriting_IsTheNameInStorage(string asked, string? stored) =>
        Assert.Equal(stored, new ClipStore(new BlobServiceClient("UseDevelopmentStorage=true")).NameOf(asked));
}
