using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// Lists a watched container to the blob trigger as what is new in it, dated by the listing that first held it. On an emulator the trigger
/// takes what is newer than the newest blob that it saw, by times in whole seconds that count from an upload's start: a blob that appears
/// in the second of the newest, or took longer than it, would never be taken. And the trigger's work does not grow with what it has taken:
/// after a start it would ask for the receipt of each, and at each listing look at all of them again. A listing still takes as long as the
/// container is large: so that it takes at most a fifth of the time, the next one waits.
/// </summary>
internal sealed class FirstSeen(
    WorkerSupervisor workers, BlobReceipts receipts, IConfiguration configuration, IHostApplicationLifetime lifetime) : HttpPipelinePolicy
{
    /// <summary>How much longer it is from one listing's start to the next one's than a listing takes.</summary>
    private const int Rest = 5;

    private readonly Dictionary<string, Listing> listings = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        if (ListedContainer(message) is { } container && IsAnswered(message))
            LeaveNew(message, container, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (ListedContainer(message) is not { } container)
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        Listing? last;
        lock (gate)
            last = listings.GetValueOrDefault(container);
        if (last is not null && !IsContinued(message))
            await PauseAsync(last, message.CancellationToken);
        var started = Stopwatch.GetTimestamp();
        await ProcessNextAsync(message, pipeline);
        if (!IsAnswered(message))
            return;
        if (last is null) // it tells nothing of the next one: its code is compiled meanwhile
            LeaveNew(message, container, await receipts.FindAsync(container, FunctionsOf(container), message.CancellationToken));
        else
            LeaveNew(message, container, before: null).Took += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>The end of the host ends it too: the trigger does not stop before its listing does.</summary>
    private async Task PauseAsync(Listing last, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await Task.Delay(last.Pause, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The watched container that a request lists; null for any other request.</summary>
    private string? ListedContainer(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        return uri.Segments is [_, _, var last] && last.Trim('/') is var container && FunctionsOf(container).Any()
            && QueryHelpers.ParseQuery(uri.Query)["comp"] == "list"
                ? container
                : null;
    }

    private static bool IsAnswered(HttpMessage message) =>
        message.Response is { Status: StatusCodes.Status200OK, ContentStream: not null };

    /// <summary>Whether a page after a listing's first is asked for.</summary>
    private static bool IsContinued(HttpMessage message) => QueryHelpers.ParseQuery(message.Request.Uri.Query).ContainsKey("marker");

    /// <param name="before">What was taken before this start; null after the first listing.</param>
    private Listing LeaveNew(HttpMessage message, string container, IReadOnlyDictionary<string, string>? before)
    {
        var page = XDocument.Load(message.Response.ContentStream!);
        Listing? listing;
        lock (gate)
        {
            if (!listings.TryGetValue(container, out listing) || !IsContinued(message))
                listings[container] = listing = Listing.After(listing, before, message.Response.Headers.Date ?? DateTimeOffset.UtcNow);
            foreach (var blob in page.Descendants("Blob").ToList())
            {
                var properties = blob.Element("Properties")!;
                if (listing.Add(blob.Element("Name")!.Value, properties.Element("Etag")!.Value.Trim('"')))
                    properties.Element("Last-Modified")!.Value = listing.Time.ToString("R", CultureInfo.InvariantCulture);
                else
                    blob.Remove();
            }
            listing.IsComplete = page.Root!.Element("NextMarker") is null or { Value: "" };
        }

        var left = new MemoryStream();
        page.Save(left);
        left.Position = 0;
        message.Response.ContentStream = left;
        return listing;
    }

    /// <summary>The functions that watch a container.</summary>
    private IEnumerable<string> FunctionsOf(string container) =>
        from function in workers.Functions.Values
        where !function.IsDisabled(configuration)
            && function.Bindings.Any(binding => binding.Is("blobTrigger") && binding.Find("path")?.Split('/')[0] == container)
        select function.Name;

    /// <summary>The blobs of one listing, of all its pages.</summary>
    /// <param name="given">The blobs, by name with their ETags, that the trigger was given before: by a listing that it read to its end,
    /// or before this start.</param>
    private sealed class Listing(DateTimeOffset time, IReadOnlyDictionary<string, string> given)
    {
        private readonly Dictionary<string, string> blobs = new(StringComparer.Ordinal);
        private readonly long started = Stopwatch.GetTimestamp();

        public DateTimeOffset Time => time;

        public TimeSpan Took { get; set; }

        /// <summary>How long the next listing waits.</summary>
        public TimeSpan Pause =>
            Rest * Took - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

        public bool IsComplete { get; set; }

        /// <summary>A listing with a time of its own: at least a second after the one before, also where the clock was set back.</summary>
        /// <param name="now">By storage's clock, to which the trigger keeps between two runs of the host.</param>
        public static Listing After(Listing? last, IReadOnlyDictionary<string, string>? before, DateTimeOffset now) => last is null
            ? new(now, before ?? new Dictionary<string, string>(StringComparer.Ordinal))
            : new(last.Time.AddSeconds(1) is var next && next > now ? next : now, last.IsComplete ? last.blobs : last.Given);

        private IReadOnlyDictionary<string, string> Given => given;

        /// <returns>Whether this version is new to the trigger.</returns>
        public bool Add(string name, string etag)
        {
            blobs[name] = etag;
            return !given.TryGetValue(name, out var known) || known != etag;
        }
    }
}
