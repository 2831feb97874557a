using Microsoft.Extensions.Configuration;

namespace VoicePrep.TestApp;

/// <summary>A file in which functions note what they do, a line each, so that it outlives a killed process.</summary>
public sealed class Journal(IConfiguration configuration)
{
    private readonly string file = configuration["Journal"] ?? throw new InvalidOperationException("Set Journal to a file.");
    private readonly Lock gate = new();

    public void Write(string line)
    {
        lock (gate)
            File.AppendAllText(file, line + "\n");
    }

    public int Count(string line)
    {
        lock (gate)
            return File.Exists(file) ? File.ReadLines(file).Count(other => other == line) : 0;
    }
}
