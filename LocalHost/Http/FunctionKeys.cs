using System.Security.Cryptography;
using System.Text;

namespace VoicePrep.LocalHost.Http;

/// <summary>
/// The keys in the settings: <c>LocalHost__FunctionKey</c>, <c>LocalHost__SystemKey</c>, <c>LocalHost__MasterKey</c>. Without any, every
/// call is allowed, as with the Core Tools; with one, whatever the others would guard is closed.
/// </summary>
internal sealed class FunctionKeys(IConfiguration configuration)
{
    private readonly byte[]? function = Read(configuration, "FunctionKey");
    private readonly byte[]? system = Read(configuration, "SystemKey");
    private readonly byte[]? master = Read(configuration, "MasterKey");

    public bool Any => (function ?? system ?? master) is not null;

    /// <summary>The key for the extensions' URLs: the system key, or else the master key.</summary>
    public string? ForExtensions => (system ?? master) is { } key ? Encoding.UTF8.GetString(key) : null;

    public bool AllowsFunction(HttpRequest request, string level) => !Any || level.ToUpperInvariant() switch
    {
        "ANONYMOUS" => true,
        "FUNCTION" => Has(request, function) || Has(request, master),
        "SYSTEM" => Has(request, system) || Has(request, master),
        _ => Has(request, master),
    };

    /// <summary>Whether a request may call Durable's HTTP API or the blob trigger's webhook.</summary>
    public bool AllowsExtension(HttpRequest request) => AllowsFunction(request, "System");

    private static bool Has(HttpRequest request, byte[]? key)
    {
        var given = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault();
        return key is not null
            && given is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(key));
    }

    private static byte[]? Read(IConfiguration configuration, string name) =>
        configuration[$"LocalHost:{name}"] is { Length: > 0 } key ? Encoding.UTF8.GetBytes(key) : null;
}
