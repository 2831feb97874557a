using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary>A copy of the published app, by hard links: its files can be removed, and settings changed for its next process.</summary>
internal sealed class AppCopy : IDisposable
{
    private readonly TempFolder folder = new();

    public string Path => folder.File("app");

    public static async Task<AppCopy> CreateAsync()
    {
        var copy = new AppCopy();
        await TestProcess.RunAsync("cp", "-r", "--link", Repository.App, copy.Path);
        return copy;
    }

    /// <summary>The one file of a name.</summary>
    public string Find(string name) => Directory.GetFiles(Path, name, SearchOption.AllDirectories).Single();

    /// <summary>Sets what the environment does not, for the app's next process.</summary>
    public void Set(string name, string value) =>
        File.WriteAllText(System.IO.Path.Combine(Path, "local.settings.json"), $$"""{ "Values": { "{{name}}": "{{value}}" } }""");

    public void Dispose() => folder.Dispose();
}
