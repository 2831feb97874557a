using System.Text.Json;

namespace VoicePrep.LocalHost;

/// <summary>A published app of isolated functions: what its <c>worker.config.json</c> says about starting it.</summary>
internal sealed class AppFolder
{
    private const string WorkerConfig = "worker.config.json";

    /// <exception cref="HostException">The folder holds no such app; the message says what is missing.</exception>
    public AppFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        foreach (var file in (string[])[WorkerConfig, "host.json"])
        {
            if (!File.Exists(InFolder(file)))
                throw new HostException(
                    $"{Path} holds no {file}: name the folder of a published functions app (dotnet publish FunctionApp -o FOLDER).");
        }

        try
        {
            using var config = JsonDocument.Parse(File.ReadAllText(InFolder(WorkerConfig)));
            var description = config.RootElement.GetProperty("description");
            Language = description.GetProperty("language").GetString()!;
            Executable = description.GetProperty("defaultExecutablePath").GetString()!;
            WorkerPath = InFolder(description.GetProperty("defaultWorkerPath").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HostException($"{InFolder(WorkerConfig)} does not describe a worker: {e.Message} Publish the app again.");
        }
    }

    public string Path { get; }

    /// <summary>What the worker is written in, such as <c>dotnet-isolated</c>.</summary>
    public string Language { get; }

    public string Executable { get; }

    public string WorkerPath { get; }

    public string HostJson => InFolder("host.json");

    public string LocalSettings => InFolder("local.settings.json");

    private string InFolder(string name) => System.IO.Path.Combine(Path, name);
}
