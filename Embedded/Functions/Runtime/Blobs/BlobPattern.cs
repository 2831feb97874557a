using System.Text.RegularExpressions;

namespace Embedded.Functions.Blobs;

/// <summary>A trigger's path, such as <c>clips/{name}</c>: a container, and a pattern for the names in it.</summary>
internal sealed partial class BlobPattern
{
    private readonly Regex names;

    /// <exception cref="InvalidOperationException">The path is no container and pattern.</exception>
    public BlobPattern(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        Container = slash < 0 ? path : path[..slash];
        var pattern = slash < 0 ? "{blobName}" : path[(slash + 1)..];
        if (Container.Length == 0 || pattern.Length == 0 || Container.Contains('{', StringComparison.Ordinal))
            throw new InvalidOperationException($"The blob path '{path}' must be a container and a pattern, as 'clips/{{name}}'.");

        Prefix = pattern.Split('{')[0];
        // Splitting by a group gives the names too, between the texts around them.
        var parts = Parameter().Split(pattern);
        var regex = string.Concat(parts.Select((part, i) => i % 2 == 0 ? Regex.Escape(part) : $"(?<{part}>.*)"));
        names = new Regex($"^{regex}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        ParameterNames = [.. parts.Where((_, i) => i % 2 == 1)];
    }

    public string Container { get; }

    /// <summary>What every matching name begins with.</summary>
    public string Prefix { get; }

    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The parameters' values in a blob's name, which may hold slashes; null where the name does not match.</summary>
    public Dictionary<string, object?>? Match(string blobName)
    {
        var match = names.Match(blobName);
        return match.Success
            ? ParameterNames.ToDictionary(name => name, object? (name) => match.Groups[name].Value, StringComparer.OrdinalIgnoreCase)
            : null;
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
