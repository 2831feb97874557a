using System.Globalization;

namespace VoicePrep.LocalHost.Storage;

/// <summary>The process of a host, as the metadata of its lease name it to the hosts after it.</summary>
/// <param name="Machine">The start of the machine and the namespace in which the number counts.</param>
/// <param name="Started">By the kernel's clock: tells it from a later process of the same number.</param>
internal sealed record HostProcess(string Machine, int Id, string? Started)
{
    public static HostProcess Current { get; } = new(
        $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {new FileInfo("/proc/self/ns/pid").LinkTarget}",
        Environment.ProcessId,
        StartOf(Environment.ProcessId));

    /// <summary>True if it ran on this machine, and runs no more.</summary>
    public bool HasEnded => Machine == Current.Machine && StartOf(Id) != Started;

    /// <summary>The process that wrote the metadata; null where they name none.</summary>
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

    /// <summary>Field 22 of its line in /proc (proc(5)); null where there is no such process.</summary>
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
