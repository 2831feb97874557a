using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>A file that must not be read and an address that must not be called; both notice it if they are.</summary>
internal sealed partial class Trap : IDisposable
{
    private const uint Opened = 0x20; // IN_OPEN
    private const int NonBlocking = 0x800;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int watch;

    /// <param name="canary">A recording that would be accepted.</param>
    public Trap(string canary)
    {
        Canary = canary;
        listener.Start();
        watch = InotifyInit(NonBlocking);
        Assert.True(watch >= 0 && InotifyAddWatch(watch, canary, Opened) >= 0, "inotify does not work");
    }

    public string Canary { get; }

    public string Url => $"http://{listener.LocalEndpoint}/canary.wav";

    public bool IsCalled => listener.Pending();

    /// <summary>Whether the canary was opened since the last question.</summary>
    public bool IsRead()
    {
        var events = new byte[4096];
        return Read(watch, events, events.Length) > 0;
    }

    public void Dispose()
    {
        listener.Dispose();
        _ = Close(watch);
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InotifyAddWatch(int watch, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, byte[] buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
