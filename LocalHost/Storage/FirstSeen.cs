using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// Reduces the listings of a watched container that the blob trigger sees to what is new in them, dated by the listing in which it first
/// appeared. On an emulator the trigger takes blobs that are newer than the newest it has seen, by times in whole seconds that count from
/// the start of an upload: a blob that appears in the same second as the newest, or took longer to upload, would never be taken. This also
/// keeps the trigger's work from growing with the blobs taken: it would look up each after a start and go through all at each listing.
/// The time of a listing still grows with the container; the next one waits, so that listings take at most a fifth of the time.
/// </summary>
internal sealed class FirstSeen(
    WorkerSupervisor workers, BlobReceipts receipts, IConfiguration configuration, IHostApplicationLifetime lifetime) : HttpPipelinePolicy
{
    /// <summary>The time from the start of one listing to that of the next, as a multiple of the time that a listing takes.</summary>
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
        if (last is null) // its time says nothing about the next one, because it includes compiling
            LeaveNew(message, container, await receipts.FindAsync(container, FunctionsOf(container), message.CancellationToken));
        else
            LeaveNew(message, container, before: null).Took += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Ends when the host stops, because the trigger stops only after its listing.</summary>
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

    /// <summary>Whether the request is for a page after the first.</summary>
    private static bool IsContinued(HttpMessage message) => QueryHelpers.ParseQuery(message.Request.Uri.Query).ContainsKey("marker");

    /// <param name="before">The blobs taken before this start; null after the first listing.</param>
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

    /// <summary>The blobs in all pages of one listing.</summary>
    /// <param name="given">The ETags, by name, of the blobs that the trigger has been given before: in a listing that it read to the end,
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

        /// <summary>The next listing, with a time at least one second after the last one's, even if the clock was set back.</summary>
        /// <param name="now">By storage's clock, whose times the trigger remembers between two runs of the host.</param>
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
