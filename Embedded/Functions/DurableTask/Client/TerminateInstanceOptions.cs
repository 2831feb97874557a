namespace Microsoft.DurableTask.Client;

/// <summary>How to terminate.</summary>
/// <param name="Output">The output that the orchestration shows from then on.</param>
/// <param name="Recursive">With orchestrations called by it; this host has none.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
