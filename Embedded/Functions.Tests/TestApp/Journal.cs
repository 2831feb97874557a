using Microsoft.Extensions.Configuration;

namespace Embedded.TestApp;

/// <summary>A file in which functions note what they do, a line each, so that it outlives a killed process.</summary>
public sealed class Journal(IConfiguration configuration)
{
    private readonly string _file = configuration["Journal"] ?? throw new InvalidOperationException("Set Journal to a file.");
    private readonly Lock _lock = new();

    public void Write(string line)
    {
        lock (_lock)
            File.AppendAllText(_file, line + "\n");
    }

    public int Count(string line)
    {
        lock (_lock)
            return File.Exists(_file) ? File.ReadLines(_file).Count(other => other == line) : 0;
    }
}

/// <summary>One of these for each run of a function.</summary>
public sealed class Scoped
{
    public Guid Id { get; } = Guid.NewGuid();
}
