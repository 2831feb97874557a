using VoicePrep.Models;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Models;

public sealed class ModelDownloaderTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("models-");
    private readonly HttpClient client = ModelDownloader.CreateClient();
    private FileServer server = null!;

    private string Target => Path.Combine(folder.FullName, "file.bin");

    public async Task InitializeAsync() => server = await FileServer.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task DownloadAsync_ConnectionCutTwice_ResumesWhereItWasCut()
    {
        server.CutAfter.Enqueue(100_000);
        server.CutAfter.Enqueue(200_000);

        await DownloadAsync();

        Assert.Equal(server.Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(3, server.RequestedFrom.Count);
        Assert.Equal(0, server.RequestedFrom[0]);
        Assert.InRange(server.RequestedFrom[1], 1, 100_000);
        Assert.InRange(server.RequestedFrom[2], server.RequestedFrom[1], 200_000);
    }

    [Fact]
    public async Task DownloadAsync_PartFromAnEarlierRun_IsContinued()
    {
        await File.WriteAllBytesAsync(Target + ".partial", server.Content[..50_000]);
        await File.WriteAllTextAsync(Target + ".partial.etag", $"\"{server.Sha1}\"");

        await DownloadAsync();

        Assert.Equal([50_000], server.RequestedFrom);
        Assert.Equal(server.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task DownloadAsync_FileChangedSinceTheCut_StartsAnew()
    {
        await File.WriteAllBytesAsync(Target + ".partial", new byte[50_000]);
        await File.WriteAllTextAsync(Target + ".partial.etag", "\"another\"");

        await DownloadAsync();

        Assert.Equal(server.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task DownloadAsync_ServerWithoutRanges_StartsAnew()
    {
        server.SupportsRanges = false;
        server.CutAfter.Enqueue(100_000);

        await DownloadAsync();

        Assert.Equal(server.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task DownloadAsync_AnotherHash_IsAnErrorAndLeavesNothing()
    {
        var error = await Assert.ThrowsAsync<ModelFileException>(() => DownloadAsync(sha1: new string('0', 40)));

        Assert.Contains(server.Sha1, error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public async Task DownloadAsync_AnotherSize_IsAnErrorAndLeavesNothing()
    {
        await Assert.ThrowsAsync<ModelFileException>(() => DownloadAsync(bytes: 299_999));

        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public async Task DownloadAsync_NotFound_SaysWhereToPutTheFile()
    {
        var missing = new Uri(server.Url, "/models/missing.bin");

        var error = await Assert.ThrowsAsync<ModelFileException>(
            () => new ModelDownloader(client).DownloadAsync(missing, Target, null, null, null, CancellationToken.None));

        Assert.Contains("404", error.Message, StringComparison.Ordinal);
        Assert.Contains(missing.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(Target, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_ServerFallsSilent_EndsInTime()
    {
        server.FallsSilent = true;
        for (var i = 1; i <= 5; i++)
            server.CutAfter.Enqueue(1000 * i);

        var error = await Assert.ThrowsAsync<ModelFileException>(
            () =>
                new ModelDownloader(client, TimeSpan.FromMilliseconds(150))
                    .DownloadAsync(server.Url, Target, null, null, null, CancellationToken.None));

        Assert.Contains("sent nothing", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Target + ".partial"));
    }

    [Fact]
    public async Task DownloadAsync_Progress_EndsAtTheWholeFile()
    {
        var last = new LastProgress();

        await new ModelDownloader(client).DownloadAsync(server.Url, Target, null, server.Sha1, last, CancellationToken.None);

        Assert.Equal(new DownloadProgress(server.Content.Length, server.Content.Length), last.Value);
    }

    private Task DownloadAsync(long? bytes = null, string? sha1 = null) =>
        new ModelDownloader(client)
            .DownloadAsync(server.Url, Target, bytes ?? server.Content.Length, sha1 ?? server.Sha1, null, CancellationToken.None);

    private sealed class LastProgress : IProgress<DownloadProgress>
    {
        public DownloadProgress Value { get; private set; }

        public void Report(DownloadProgress value) => Value = value;
    }
}
