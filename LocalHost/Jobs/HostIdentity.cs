using Microsoft.Azure.WebJobs.Host.Executors;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>
/// The ID under which blob receipts, locks and poison queues of this app are kept. It does not depend on the machine, so that they outlive
/// the host.
/// </summary>
internal sealed class HostIdentity(IConfiguration configuration) : IHostIdProvider
{
    public string Id { get; } = configuration["AzureFunctionsWebHost:hostid"] is { Length: > 0 } id ? id : "local";

    public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(Id);
}
