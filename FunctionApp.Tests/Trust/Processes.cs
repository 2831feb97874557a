using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace VoicePrep.Tests.Trust;

/// <summary>The processes of one service, told from all others by the folder for temporary files that they were started with.</summary>
internal static class Processes
{
    /// <summary>IDs and names of those that run.</summary>
    public static IReadOnlyList<(int Id, string Name)> Of(string temporary)
    {
        var found = new List<(int, string)>();
        var mark = $"TMPDIR={temporary}\0";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                continue;
            try
            {
                if (Encoding.UTF8.GetString(File.ReadAllBytes($"{folder}/environ")).Contains(mark, StringComparison.Ordinal))
                    found.Add((id, File.ReadAllText($"{folder}/comm").Trim()));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or another user's.
            }
        }

        return found;
    }

    /// <summary>Ends a process at once; false where it was gone already, or has none of the names, if there are any.</summary>
    public static bool End(int id, params string[] names)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            if (names.Length > 0 && !names.Contains(process.ProcessName, StringComparer.Ordinal))
                return false;
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
