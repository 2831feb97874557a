namespace VoicePrep.Cli.Service;

/// <summary>How a <see cref="LocalService"/> runs.</summary>
/// <param name="DataFolder">Where orchestrations, blobs and logs are kept.</param>
/// <param name="Environment">Settings beside those of this process's environment.</param>
/// <param name="ShowLog">The service's log goes to this terminal instead of a file.</param>
internal sealed record LocalServiceSettings(
    string DataFolder,
    int Port,
    (int Blob, int Queue, int Table) StoragePorts,
    IReadOnlyDictionary<string, string> Environment,
    bool ShowLog = false)
{
    /// <summary>Ports that are free now, for a service that ends with the command.</summary>
    public static LocalServiceSettings Passing(string dataFolder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var ports = LocalService.FreePorts(4);
        return new(
            dataFolder, ports[0], (ports[1], ports[2], ports[3]), environment ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
