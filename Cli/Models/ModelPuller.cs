using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Voice.Encoder;

namespace VoicePrep.Cli.Models;

/// <summary>Brings a model of the catalogue into the models folder: fetches its file, or makes it from another one.</summary>
public sealed class ModelPuller(ModelCatalogue catalogue, IOptions<ModelOptions> options, ModelDownloader downloader)
{
    private readonly ModelFiles files = new(options);

    /// <summary>The files that a pull of the model would fetch; empty if it is here, or can be made from files that are here.</summary>
    /// <exception cref="ModelFileException">There is no such model or compute type.</exception>
    public IReadOnlyList<CatalogueFile> ToFetch(string name, ComputeType? computeType)
    {
        var model = Find(name);
        var file = model.File(TypeOf(model, computeType));
        if (File.Exists(files.PathOf(file)))
            return [];
        if (file.MadeFrom is not { } source)
            return [file];
        var origin = SourceOf(model, source);
        return File.Exists(files.PathOf(origin)) ? [] : [origin];
    }

    /// <summary>Brings a model's file into the folder, and checks it where it is there already.</summary>
    /// <param name="computeType">Null is float16; of no meaning for a voice model.</param>
    /// <param name="offline">Nothing is fetched: the file is there, or is made of what is there.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ModelFileException">It could be neither fetched nor made; the message says what to do.</exception>
    public async Task<string> PullAsync(
        string name, ComputeType? computeType, bool offline, IPullProgress progress, CancellationToken cancellationToken)
    {
        var model = Find(name);
        var file = model.File(TypeOf(model, computeType));
        var path = files.PathOf(file);
        if (file.MadeFrom is { } source)
        {
            if (!File.Exists(path))
            {
                var origin = SourceOf(model, source);
                await FetchAsync(origin, offline, progress, cancellationToken);
                await MakeAsync(model, file, files.PathOf(origin), path, progress, cancellationToken);
            }
        }
        else if (offline && !File.Exists(path) && LocalSource(model, file) is { } local)
        {
            await MakeAsync(model, file, local, path, progress, cancellationToken);
        }
        else
        {
            await FetchAsync(file, offline, progress, cancellationToken);
        }
        return path;
    }

    private CatalogueModel Find(string name) => catalogue.Find(name)
        ?? throw new ModelFileException(
            $"The catalogue has no model '{name}'. It has: {string.Join(", ", catalogue.Models.Select(model => model.Name))}.");

    private static ComputeType? TypeOf(CatalogueModel model, ComputeType? computeType) =>
        model.Kind == ModelKind.Whisper ? computeType ?? ComputeType.Float16 : null;

    private static CatalogueFile SourceOf(CatalogueModel model, string name) => model.Files.First(file => file.Name == name);

    /// <summary>The float16 file, where it is here and <paramref name="file"/> is a smaller form of it.</summary>
    private string? LocalSource(CatalogueModel model, CatalogueFile file)
    {
        if (model.Kind != ModelKind.Whisper || file.ComputeType == ComputeType.Float16)
            return null;
        var path = files.PathOf(model.File(ComputeType.Float16));
        return File.Exists(path) ? path : null;
    }

    private async Task FetchAsync(CatalogueFile file, bool offline, IPullProgress progress, CancellationToken cancellationToken)
    {
        var path = files.PathOf(file);
        if (File.Exists(path) && await IsWholeAsync(file, path, cancellationToken))
            return;
        var url = Mirrored(file.Url ?? throw new ModelFileException($"The catalogue has no address for {file.Name}."));
        if (offline)
            throw new ModelFileException(
                $"{path} is not there, and --offline forbids fetching it. Where there is a network: "
                    + $"./run.sh models pull, or fetch {url} and put it at {path}");

        await downloader.DownloadAsync(url, path, file.Bytes, file.Sha1, progress.Download(file.Name), cancellationToken);
        if (file.Sha1 is null)
            await RecordAsync(file, path, cancellationToken);
    }

    private Uri Mirrored(Uri url) => options.Value.Mirror is { } mirror ? new Uri(mirror, url.PathAndQuery) : url;

    private static async Task<bool> IsWholeAsync(CatalogueFile file, string path, CancellationToken cancellationToken)
    {
        if (file.Bytes is { } bytes && new FileInfo(path).Length != bytes)
            return false;
        if (file.Sha1 is { } sha1)
            return await ModelDownloader.Sha1Async(path, cancellationToken) == sha1;
        return await RecordedAsync(path, cancellationToken) is not { } recorded || recorded == await Sha256Async(path, cancellationToken);
    }

    /// <summary>Where no hash is published, later pulls are held to the first one's, kept for <c>sha256sum --check</c>.</summary>
    private static async Task RecordAsync(CatalogueFile file, string path, CancellationToken cancellationToken)
    {
        var hash = await Sha256Async(path, cancellationToken);
        if (await RecordedAsync(path, cancellationToken) is { } recorded && recorded != hash)
        {
            File.Delete(path);
            throw new ModelFileException(
                $"{file.Url} is not the file of the first pull: SHA-256 {hash}, not {recorded}. It was deleted. "
                    + $"If the change is meant, delete {path}.sha256 and pull again.");
        }
        await File.WriteAllTextAsync(path + ".sha256", $"{hash}  {file.Name}\n", cancellationToken);
    }

    private static async Task<string?> RecordedAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path + ".sha256") ? (await File.ReadAllTextAsync(path + ".sha256", cancellationToken)).Split(' ')[0] : null;

    private static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task MakeAsync(
        CatalogueModel model, CatalogueFile file, string source, string path, IPullProgress progress, CancellationToken cancellationToken)
    {
        progress.Making(file.Name, Path.GetFileName(source));
        await Task.Run(
            () =>
            {
                if (model.Kind == ModelKind.Voice)
                    EncoderFile.FromCheckpoint(source, path);
                else
                    GgmlConverter.Convert(source, path, GgmlConverter.TypeOf(file), cancellationToken);
            },
            cancellationToken);
    }
}

/// <summary>Receives the progress of a pull.</summary>
public interface IPullProgress
{
    /// <summary>Called when a file is being fetched; the result receives the progress.</summary>
    IProgress<DownloadProgress> Download(string file);

    /// <summary>Called when a file is being made from another one.</summary>
    void Making(string file, string source);
}
