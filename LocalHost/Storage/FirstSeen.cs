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
/// after a start it would ask for the receipt of each, and at each listing look at all of them again.
/// </summary>
internal sealed class FirstSeen(WorkerSupervisor workers, BlobReceipts receipts, IConfiguration configuration) : HttpPipelinePolicy
{
    private readonly Dictionary<string, Listing> listings = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        if (ListedContainer(message) is { } container)
            LeaveNew(message, container, new Dictionary<string, string>(StringComparer.Ordinal));
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (ListedContainer(message) is not { } container)
            return;
        bool isFirst;
        lock (gate)
            isFirst = !listings.ContainsKey(container);
        LeaveNew(
            message, container, isFirst ? await receipts.FindAsync(container, FunctionsOf(container), message.CancellationToken) : null);
    }

    /// <summary>The watched container of which the answer is a listing; null for any other.</summary>
    private string? ListedContainer(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        return uri.Segments is [_, _, var last] && last.Trim('/') is var container && FunctionsOf(container).Any()
            && message.Response is { Status: StatusCodes.Status200OK, ContentStream: not null }
            && QueryHelpers.ParseQuery(uri.Query)["comp"] == "list"
                ? container
                : null;
    }

    /// <param name="before">What was taken before this start; null after the first listing.</param>
    private void LeaveNew(HttpMessage message, string container, IReadOnlyDictionary<string, string>? before)
    {
        var page = XDocument.Load(message.Response.ContentStream!);
        lock (gate)
        {
            if (!listings.TryGetValue(container, out var listing)
                || !QueryHelpers.ParseQuery(message.Request.Uri.Query).ContainsKey("marker"))
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

        public DateTimeOffset Time => time;

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
