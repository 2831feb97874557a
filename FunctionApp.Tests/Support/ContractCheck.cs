namespace VoicePrep.Tests.Support;

/// <summary>Checks every answer that any test gets from the running service against <c>docs/openapi.json</c>.</summary>
internal sealed class ContractCheck() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        if (path.StartsWith("/api/", StringComparison.Ordinal) && request.Method != HttpMethod.Options)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Assert.Null(ApiContract.Judge(
                request.Method.Method,
                path["/api".Length..],
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                await response.Content.ReadAsStringAsync(cancellationToken)));
        }

        return response;
    }
}
