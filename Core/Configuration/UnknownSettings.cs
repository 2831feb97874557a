using Microsoft.Extensions.Configuration;

namespace VoicePrep.Configuration;

/// <summary>
/// Settings that nothing reads, because their names are misspelt. They are reported, not refused: after a rollback an older version runs
/// with the settings of the newer one.
/// </summary>
public sealed class UnknownSettings(IConfiguration configuration, IEnumerable<KnownSection> sections)
{
    private readonly IReadOnlyList<KnownSection> sections = [.. sections];

    /// <summary>A sentence for each, by its name as an environment variable, with the setting that was probably meant.</summary>
    public IReadOnlyList<string> Notices { get => field ??= [.. Find()]; }

    private IEnumerable<string> Find() =>
        from setting in configuration.AsEnumerable()
        where setting.Value is not null
        let path = setting.Key.Split(ConfigurationPath.KeyDelimiter, 2)
        let meant = path is [var section, var name] ? Meant(section, name) : MeantWithoutSection(setting.Key)
        where meant is not null
        orderby setting.Key
        select $"{setting.Key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal)} is not a setting, "
            + $"and changes nothing: {meant}";

    /// <summary>Null if it is a setting, or if the section is not one of this app's.</summary>
    private string? Meant(string section, string name)
    {
        if (sections.FirstOrDefault(known => IsSame(known.Name, section)) is not { } own)
            return sections.FirstOrDefault(known => Distance(known.Name, section) <= known.Name.Length / 3 && Has(known, name)) is { } near
                ? DidYouMean(near, name)
                : null;
        if (Has(own, name))
            return null;

        if (Nearest(own, name) is { } setting)
            return DidYouMean(own, setting);
        return sections.FirstOrDefault(known => Has(known, name)) is { } other
            ? DidYouMean(other, name)
            : $"the section has {string.Join(", ", own.Settings.Select(known => $"{own.Name}__{known}"))}.";
    }

    /// <summary>For names with a separator other than two underscores; names in capitals belong to other programs.</summary>
    private string? MeantWithoutSection(string key)
    {
        var letters = string.Concat(key.Where(char.IsAsciiLetter));
        return (
            from section in sections
            from setting in section.Settings
            where letters == section.Name + setting
            select DidYouMean(section, setting)).FirstOrDefault();
    }

    private static string? Nearest(KnownSection section, string name) => (
        from setting in section.Settings
        let distance = IsBeginning(setting, name) || IsBeginning(name, setting) ? 1 : Distance(setting, name)
        where distance <= Math.Max(2, name.Length / 3)
        orderby distance
        select setting).FirstOrDefault();

    private static string DidYouMean(KnownSection section, string name) =>
        $"did you mean {section.Name}__{section.Settings.First(setting => IsSame(setting, name))}?";

    private static bool Has(KnownSection section, string name) => section.Settings.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static bool IsBeginning(string whole, string part) =>
        part.Length > 2 && whole.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    private static int Distance(string a, string b) => EditDistance.Between<char>(a.ToUpperInvariant(), b.ToUpperInvariant());
}
