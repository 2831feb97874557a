namespace Embedded.Functions.Tests;

/// <summary>What a test app keeps between two runs: the host's data, and the journal of its functions.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("embedded-");

    public string Data => Path.Combine(folder.FullName, "data");

    public string JournalFile => Path.Combine(folder.FullName, "journal");

    public string[] Journal => File.Exists(JournalFile) ? File.ReadAllLines(JournalFile) : [];

    /// <summary>The settings of an app in this folder, as command-line arguments.</summary>
    public string[] Arguments(IEnumerable<(string Key, string Value)> settings) =>
    [
        "--urls=http://127.0.0.1:0",
        $"--EmbeddedHost:DataFolder={Data}",
        $"--Journal={JournalFile}",
        .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
    ];

    public void Dispose() => folder.Delete(recursive: true);
}
