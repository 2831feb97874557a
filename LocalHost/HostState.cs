using System.Net;

namespace VoicePrep.LocalHost;

/// <summary>Where the host listens, and whether it takes requests.</summary>
internal sealed class HostState(Uri address)
{
    private volatile bool isRunning;

    public Uri Address { get; } = address;

    /// <summary>True from the moment the triggers run until the host begins to stop.</summary>
    public bool IsRunning
    {
        get => isRunning;
        set => isRunning = value;
    }

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => Address.IsLoopback || (IPAddress.TryParse(Address.Host, out var ip) && IPAddress.IsLoopback(ip));
}
