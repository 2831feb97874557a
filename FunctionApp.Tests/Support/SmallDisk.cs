using System.Diagnostics;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Support;

/// <summary>A disk in memory that only one process and its children see; it needs no superuser.</summary>
internal sealed class SmallDisk(int megabytes) : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>Where it is for the process that has it.</summary>
    public string Folder => folder.Path;

    /// <summary>What a program's command line begins with, so that it has the disk.</summary>
    public IReadOnlyList<string> Mount =>
        [.. Alone, "sh", "-c", $"mount -t tmpfs -o size={megabytes}m tmpfs '{Folder}' && exec \"$@\"", "sh"];

    /// <summary>ID of the process that has it.</summary>
    public int Owner { get; set; }

    private static string[] Alone => ["unshare", "--map-root-user", "--mount"];

    private string Filler => $"/proc/{Owner}/root{Folder}/filler";

    /// <summary>Whether the kernel lets this user have one.</summary>
    public static bool IsPossible { get; } = Try();

    /// <summary>Writes until nothing more fits.</summary>
    public async Task FillAsync()
    {
        var block = new byte[1 << 16];
        await using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                await filler.WriteAsync(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Empty() => File.Delete(Filler);

    public void Dispose() => folder.Dispose();

    private static bool Try()
    {
        using var process = Process.Start(
            new ProcessStartInfo(Alone[0], [.. Alone[1..], "mount", "-t", "tmpfs", "tmpfs", "/tmp"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>; skipped, with the reason, if the kernel does not allow one.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!SmallDisk.IsPossible)
            Skip = "The kernel lets this user mount nothing (unprivileged user namespaces are off).";
    }
}
