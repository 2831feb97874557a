using Microsoft.Extensions.Options;
using VoicePrep.Cli.Models;
using VoicePrep.Models;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Cli;

/// <summary>Pulls from a catalogue whose one model is the demo, served by a server of the tests' own.</summary>
public sealed class ModelPullerTests : IAsyncLifetime
{
    private static readonly string Demo = Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("models-");
    private readonly HttpClient client = ModelDownloader.CreateClient();
    private FileServer server = null!;

    public async Task InitializeAsync()
    {
        server = await FileServer.StartAsync();
        server.Content = await File.ReadAllBytesAsync(Demo);
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task PullAsync_MissingFile_FetchesIt()
    {
        var path = await PullAsync(ComputeType.Float16);

        Assert.Equal(server.Content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task PullAsync_WholeFileThere_FetchesNothing()
    {
        await PullAsync(ComputeType.Float16);

        await PullAsync(ComputeType.Float16);

        Assert.Single(server.RequestedFrom);
    }

    [Fact]
    public async Task PullAsync_DamagedFileThere_FetchesItAgain()
    {
        var path = await PullAsync(ComputeType.Float16);
        await File.WriteAllBytesAsync(path, new byte[10]);

        await PullAsync(ComputeType.Float16);

        Assert.Equal(server.Content, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task PullAsync_HashNotPublished_HoldsLaterPullsToTheFirst()
    {
        var path = await PullAsync(ComputeType.Float16, sha1: false);
        File.Delete(path);
        server.Content = [.. server.Content.Reverse()];

        var error = await Assert.ThrowsAsync<ModelFileException>(() => PullAsync(ComputeType.Float16, sha1: false));

        Assert.Contains("first pull", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task PullAsync_OfflineAndNothingThere_SaysTheCommandAndTheAddress()
    {
        var error = await Assert.ThrowsAsync<ModelFileException>(() => PullAsync(ComputeType.Float16, offline: true));

        Assert.Contains("models pull", error.Message, StringComparison.Ordinal);
        Assert.Contains(server.Url.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Empty(server.RequestedFrom);
    }

    [Theory]
    [InlineData(ComputeType.Float32, 0)]
    [InlineData(ComputeType.Int8, 7)]
    [InlineData(ComputeType.Int5, 9)]
    public async Task PullAsync_MadeFromFloat16_IsAWholeFileOfThatType(ComputeType computeType, int weightType)
    {
        var path = await PullAsync(computeType);

        var made = GgmlFile.Read(path);
        var original = GgmlFile.Read(Demo);
        Assert.Equal(weightType, made.Header.WeightType);
        Assert.Equal(
            original.Tensors.Select(tensor => (tensor.Name, tensor.Elements)),
            made.Tensors.Select(tensor => (tensor.Name, tensor.Elements)));
        Assert.Equal(original.Vocabulary, made.Vocabulary);
    }

    [Fact]
    public void ToFetch_MadeFromAFileThatIsNotThere_IsThatFile()
    {
        var files = Puller(sha1: true).ToFetch("spoken", ComputeType.Float32);

        Assert.Equal("ggml-spoken.bin", Assert.Single(files).Name);
    }

    [Fact]
    public void ToFetch_UnknownModel_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ModelFileException>(() => Puller(sha1: true).ToFetch("huge", null));

        Assert.Contains("spoken", error.Message, StringComparison.Ordinal);
    }

    private Task<string> PullAsync(ComputeType computeType, bool offline = false, bool sha1 = true) =>
        Puller(sha1).PullAsync("spoken", computeType, offline, new Silent(), CancellationToken.None);

    private ModelPuller Puller(bool sha1)
    {
        const string Float16 = "ggml-spoken.bin";
        var model = new CatalogueModel(
            "spoken",
            ModelKind.Whisper,
            64,
            6,
            [
                new(Float16, ComputeType.Float16, server.Url, sha1 ? server.Content.Length : null, sha1 ? server.Sha1 : null, null),
                new("ggml-spoken-f32.bin", ComputeType.Float32, null, null, null, Float16),
                new("ggml-spoken-q8_0.bin", ComputeType.Int8, null, null, null, Float16),
                new("ggml-spoken-q5_1.bin", ComputeType.Int5, null, null, null, Float16),
            ]);
        return new(new([model]), Options.Create(new ModelOptions { Folder = folder.FullName }), new ModelDownloader(client));
    }

    private sealed class Silent : IPullProgress
    {
        public IProgress<DownloadProgress> Download(string file) => new Progress<DownloadProgress>();

        public void Making(string file, string source)
        {
        }
    }
}
