using Embedded.Functions.Blobs;

namespace Embedded.Functions.Tests.Blobs;

public sealed class BlobPatternTests
{
    [Theory]
    [InlineData("clips/{name}", "a.wav", "name=a.wav")]
    [InlineData("clips/{name}", "of/today/a b.wav", "name=of/today/a b.wav")]
    [InlineData("clips/new/{name}.{kind}", "new/a.b.wav", "name=a.b kind=wav")]
    [InlineData("clips/new/{name}.{kind}", "old/a.wav", null)]
    [InlineData("clips/a+{name}", "a+b", "name=b")]
    [InlineData("clips/a+{name}", "aab", null)]
    [InlineData("clips/fixed.txt", "fixed.txt", "")]
    [InlineData("clips", "any/name", "blobName=any/name")]
    public void Match_OfAName_GivesItsParameters(string path, string blob, string? expected)
    {
        var pattern = new BlobPattern(path);
        var values = pattern.Match(blob);

        Assert.Equal("clips", pattern.Container);
        Assert.Equal(expected, values is null ? null : string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")));
    }

    [Theory]
    [InlineData("clips/new/{name}", "new/")]
    [InlineData("clips/{name}", "")]
    public void Prefix_OfAPattern_IsWhatPrecedesTheFirstParameter(string path, string expected) =>
        Assert.Equal(expected, new BlobPattern(path).Prefix);

    [Theory]
    [InlineData("/{name}")]
    [InlineData("clips/")]
    [InlineData("{container}/{name}")]
    public void Pattern_WithoutContainerOrName_IsRefused(string path) =>
        Assert.Throws<InvalidOperationException>(() => new BlobPattern(path));
}
