using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

/// <summary>
/// A PATH on which <c>az</c>, <c>azd</c>, <c>curl</c> and <c>sleep</c> are scripts of the test, which note how they were called.
/// Without other words they answer nothing, and <c>curl</c> a quiet health.
/// </summary>
internal sealed class StubbedCommands : IDisposable
{
    private readonly TempFolder folder = new();

    public StubbedCommands()
    {
        Add("az", "");
        Add("azd", "");
        Add("curl", """echo '{"waiting":0,"running":0}'""");
        Add("sleep", "");
    }

    public string Path => $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>Puts a command on the path, in place of an earlier one.</summary>
    public void Add(string name, string body)
    {
        File.WriteAllText(folder.File(name), $"#!/bin/sh\necho \"$*\" >> '{folder.File(name)}.calls'\n{body}\n");
        File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>How a command was called, one line each.</summary>
    public string[] Calls(string name) => File.Exists($"{folder.File(name)}.calls") ? File.ReadAllLines($"{folder.File(name)}.calls") : [];

    public void Dispose() => folder.Dispose();
}
