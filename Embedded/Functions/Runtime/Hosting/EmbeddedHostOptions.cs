namespace Embedded.Functions.Hosting;

/// <summary>The section <c>EmbeddedHost</c> of the settings.</summary>
internal sealed class EmbeddedHostOptions
{
    /// <summary>Where orchestrations and receipts are kept.</summary>
    public string DataFolder { get; set; } = Path.Combine(".cache", "embedded");

    /// <summary>The key of HTTP functions with <c>AuthorizationLevel.Function</c>.</summary>
    public string? FunctionKey { get; set; }

    /// <summary>The key of Durable's HTTP API and of HTTP functions with <c>AuthorizationLevel.System</c> or <c>Admin</c>.</summary>
    public string? SystemKey { get; set; }

    /// <summary>The pause between two looks into a container.</summary>
    public TimeSpan BlobPollingInterval { get; set; } = TimeSpan.FromSeconds(1);
}
