using System.Net;
using System.Security.Cryptography;
using System.Text;
using Embedded.Functions.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Embedded.Functions.Http;

/// <summary>
/// Checks keys. Without any key in the settings the host serves its own machine alone: calls that come in over another
/// address than loopback are refused.
/// </summary>
internal sealed class KeyGuard(IOptions<EmbeddedHostOptions> options)
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    public bool Allows(HttpContext context, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.Anonymous)
            return true;

        var (functionKey, systemKey) = (options.Value.FunctionKey, options.Value.SystemKey);
        if (string.IsNullOrEmpty(functionKey) && string.IsNullOrEmpty(systemKey))
            return context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);

        var key = level is AuthorizationLevel.System or AuthorizationLevel.Admin ? systemKey : functionKey;
        var given = context.Request.Headers[Header].FirstOrDefault() ?? context.Request.Query[Query].FirstOrDefault();
        return !string.IsNullOrEmpty(key) && given is not null && CryptographicOperations.FixedTimeEquals(Hash(key), Hash(given));
    }

    /// <summary>Of one length, so that a comparison takes the same time for every wrong key.</summary>
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
