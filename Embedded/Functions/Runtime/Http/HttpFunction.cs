namespace Embedded.Functions.Http;

internal static class HttpFunction
{
    /// <summary>Where a run keeps its HTTP context.</summary>
    public const string ContextKey = "HttpRequestContext";
}
