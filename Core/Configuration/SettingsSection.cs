using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace VoicePrep.Configuration;

/// <summary>
/// Reads a section of the configuration, and reports values of the wrong type together with the other errors at start; the binder of
/// <c>Microsoft.Extensions.Configuration</c> stops at the first, and names a type instead of the fix.
/// </summary>
internal sealed class SettingsSection<TOptions>(IConfigurationSection section) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    public void Configure(TOptions options)
    {
        foreach (var (property, text) in Given())
        {
            if (TryConvert(text, property.PropertyType, out var value))
                property.SetValue(options, value);
        }
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var errors = Given()
            .Where(given => !TryConvert(given.Text, given.Property.PropertyType, out _))
            .Select(given => $"{section.Key}__{given.Property.Name} is '{given.Text}': set it to {Kind(given.Property.PropertyType)}.")
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<(PropertyInfo Property, string Text)> Given() =>
        from property in typeof(TOptions).GetProperties()
        where property.CanWrite
        let text = section[property.Name]
        where text is not null
        select (property, text);

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = null;
        // the converter would accept any number, and lists
        if (type.IsEnum && !Enum.GetNames(type).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase))
            return false;
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => string.Join(" or ", Enum.GetNames(type)).ToLowerInvariant(),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(Uri) => "an address",
        _ => "a number",
    };
}
