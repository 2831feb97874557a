using System.Globalization;

namespace VoicePrep.LocalHost.Storage;

/// <summary>The process of a host, as recorded in the metadata of its lease for later hosts.</summary>
/// <param name="Machine">Identifies the boot of the machine, and the namespace of the process ID.</param>
/// <param name="Started">The start time by the kernel's clock, which distinguishes it from a later process with the same ID.</param>
internal sealed record HostProcess(string Machine, int Id, string? Started)
{
    public static HostProcess Current { get; } = new(
        $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}",
        Environment.ProcessId,
        StartOf(Environment.ProcessId));

    /// <summary>True if it ran on this machine and has ended.</summary>
    public bool HasEnded => Machine == Current.Machine && StartOf(Id) != Started;

    /// <summary>Reads the process from the metadata; null if they name none.</summary>
    public static HostProcess? Of(IDictionary<string, string> metadata) =>
        metadata.TryGetValue("machine", out var machine)
        && metadata.TryGetValue("process", out var id)
        && metadata.TryGetValue("started", out var started)
            ? new(machine, int.Parse(id, CultureInfo.InvariantCulture), started)
            : null;

    public IDictionary<string, string> ToMetadata() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["machine"] = Machine,
        ["process"] = Id.ToString(CultureInfo.InvariantCulture),
        ["started"] = Started ?? "",
    };

    /// <summary>Field 22 of /proc/ID/stat (proc(5)); null if there is no such process.</summary>
    private static string? StartOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Split(' ')[20];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
