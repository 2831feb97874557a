using System.Net;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;
using VoicePrep.Api;
using VoicePrep.Contracts;
using VoicePrep.Tests.Support;

namespace VoicePrep.Tests.Service.Api;

/// <summary>
/// The API's description. Every test that calls the service also checks that real answers match it: see <see cref="ContractCheck"/>.
/// </summary>
[Collection(ServiceCollection.Name)]
public sealed class OpenApiTests(ServiceFixture fixture)
{
    [Fact]
    public async Task OpenApi_Served_IsTheFileInDocs()
    {
        using var response = await fixture.Service.Http.GetAsync("api/openapi.json");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(await File.ReadAllTextAsync(ApiContract.Path), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task OpenApi_File_IsOpenApi31WithoutErrors()
    {
        await using var file = File.OpenRead(ApiContract.Path);

        var result = await OpenApiDocument.LoadAsync(file, "json");

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic!.SpecificationVersion);
        Assert.Empty(result.Diagnostic.Errors.Concat(result.Diagnostic.Warnings).Select(error => error.ToString()));
    }

    [Fact]
    public void OpenApi_Operations_AreTheRoutesOfTheApp()
    {
        var routes =
            from method in typeof(Preflight).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            from verb in trigger.Methods!
            where verb is not ("head" or "options")
            select (verb.ToUpperInvariant(), $"/{trigger.Route}");

        Assert.Equal(routes.Order(), ApiContract.Operations.Order());
    }

    [Fact]
    public void OpenApi_Files_AreThoseOfAVoice() =>
        Assert.All(
            VoiceFiles.Public, file => Assert.Contains($"\"{file}\"", File.ReadAllText(ApiContract.Path), StringComparison.Ordinal));

    [Theory]
    [InlineData("/feedback", 200, "application/json", """{ "modelProfiles": [ { "modelProfile": "a", "count": 1, "mean": 6 } ] }""")]
    [InlineData("/feedback", 200, "application/json", """{ "modelProfiles": [], "more": 1 }""")]
    [InlineData("/feedback", 200, "text/plain", "{}")]
    [InlineData("/feedback", 500, "application/problem+json", """{ "status": 500, "title": "t", "detail": "d" }""")]
    [InlineData("/nowhere", 200, "application/json", "{}")]
    public void ContractCheck_AnswerThatDoesNotFit_IsSeen(string path, int status, string mediaType, string body) =>
        Assert.NotNull(ApiContract.Judge("GET", path, status, mediaType, body));
}
