using Embedded.Functions.Hosting;

namespace Embedded.Functions.Tests.Hosting;

public sealed class LocalSettingsTests : IDisposable
{
    private const string Name = "EMBEDDED_LOCAL_SETTINGS_TEST";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("settings-");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Name, null);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null, "local")]
    [InlineData("environment", "environment")]
    public void Load_OfValues_SetsWhatTheEnvironmentLacks(string? before, string expected)
    {
        Environment.SetEnvironmentVariable(Name, before);
        Write($$"""{ "IsEncrypted": false, "Values": { "{{Name}}": "local", /* a comment */ } }""");
        LocalSettings.Load(folder.FullName);

        Assert.Equal(expected, Environment.GetEnvironmentVariable(Name));
    }

    [Fact]
    public void Load_OfEncryptedSettings_IsRefused()
    {
        Write("""{ "IsEncrypted": true, "Values": {} }""");

        Assert.Throws<InvalidOperationException>(() => LocalSettings.Load(folder.FullName));
    }

    [Fact]
    public void Load_WithoutFile_SetsNothing()
    {
        LocalSettings.Load(folder.FullName);

        Assert.Null(Environment.GetEnvironmentVariable(Name));
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(folder.FullName, "local.settings.json"), json);
}
