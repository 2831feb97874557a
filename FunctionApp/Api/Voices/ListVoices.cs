using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;

namespace VoicePrep.Api.Voices;

/// <summary><c>GET /api/voices</c>: the voices in pages, newest first.</summary>
public sealed partial class ListVoices(VoiceListing voices)
{
    private const int UsualLimit = 20;
    private const int MaxLimit = 100;

    [Function(nameof(ListVoices))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "voices")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (asked, state, name, continuation) = (
            Query(request, "limit"), Query(request, "status"), Query(request, "name"), Query(request, "continuation"));
        if (!TryReadLimit(asked, out var limit))
            return Invalid($"limit is '{asked}': ask for 1 to {MaxLimit} voices.");

        if (!TryReadStatus(state, out var status))
            return Invalid($"status is '{state}': ask for one of {string.Join(", ", Enum.GetNames<VoiceState>()).ToLowerInvariant()}.");

        if (!TryReadContinuation(continuation, out var from))
            return Invalid("continuation is not one that an answer carried: send back the one of the page before, or leave it out.");

        var page = await voices.ListAsync(client, from, limit, status, name, cancellationToken);
        return JsonAnswer.Of(
            page with { Continuation = page.Continuation is { } next ? WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes(next)) : null },
            VoiceJson.Default.VoiceList);
    }

    private static string? Query(HttpRequest request, string name) =>
        request.Query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    private static bool TryReadLimit(string? text, out int limit)
    {
        limit = UsualLimit;
        return text is null || (int.TryParse(text, out limit) && limit is >= 1 and <= MaxLimit);
    }

    private static bool TryReadStatus(string? text, out VoiceState? status)
    {
        // the parser takes numbers, and lists that it adds up
        status = Enum.TryParse<VoiceState>(text, ignoreCase: true, out var known) && text.All(char.IsAsciiLetter) ? known : null;
        return text is null || status is not null;
    }

    private static bool TryReadContinuation(string? text, out string? key)
    {
        key = null;
        try
        {
            key = text is null ? null : Encoding.ASCII.GetString(WebEncoders.Base64UrlDecode(text));
            return key is null || Key().IsMatch(key);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IResult Invalid(string detail) =>
        ApiProblem.Create(
            StatusCodes.Status400BadRequest, ProblemCodes.ParameterInvalid, "A parameter of the request is not valid", detail);

    [GeneratedRegex(@"\A[0-9]{19}-[0-9a-f]{32}\z", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
