namespace VoicePrep.Configuration;

/// <summary>A section of the configuration, and the names of its settings as its options have them.</summary>
public sealed record KnownSection(string Name, IReadOnlyList<string> Settings)
{
    internal static KnownSection Of<TOptions>(string name) =>
        new(name, [.. from property in typeof(TOptions).GetProperties() where property.CanWrite select property.Name]);
}
