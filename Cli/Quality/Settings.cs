
namespace VoicePrep.Cli.Quality;

/// <summary>A configuration to compare: <c>NAME=VALUE,NAME=VALUE</c>, or a file with one on each line.</summary>
internal static class Settings
{
    /// <exception cref="CommandException">A part is not a setting.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string configuration)
    {
        var parts = File.Exists(configuration) ? File.ReadAllLines(configuration) : configuration.Split(',');
        return parts
            .Select(part => part.Trim())
            .Where(part => part.Length > 0 && !part.StartsWith('#'))
            .Select(part => part.Split('=', 2))
            .ToDictionary(
                part => part is [{ Length: > 0 } name, _] ? name : throw new CommandException(
                    $"'{part[0]}' is not a setting: "
                        + "write NAME=VALUE,NAME=VALUE, such as Whisper__Model=base,Whisper__ComputeType=float16."),
                part => part[1],
                StringComparer.OrdinalIgnoreCase);
    }
}
