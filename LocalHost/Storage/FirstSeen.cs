using System.Globalization;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.LocalHost.Storage;

/// <summary>
/// Dates each version of a blob by the listing that first held it. On an emulator the blob trigger takes what is newer than the newest blob that it saw, by
/// times in whole seconds that count from an upload's start: a blob that appears in the second of the newest, or took longer than it, would never be taken.
/// </summary>
internal sealed class FirstSeen(WorkerSupervisor workers) : HttpPipelinePolicy
{
    private readonly Dictionary<string, Listing> listings = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        Date(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        Date(message);
    }

    private void Date(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        if (uri.Segments is not [_, _, var last] || last.Trim('/') is var container && !IsWatched(container) || message.Response is not { Status: StatusCodes.Status200OK, ContentStream: { } content })
            return;
        var query = QueryHelpers.ParseQuery(uri.Query);
        if (query["comp"] != "list")
            return;

        var page = XDocument.Load(content);
        lock (gate)
        {
            if (!listings.TryGetValue(container, out var listing) || !query.ContainsKey("marker"))
                listings[container] = listing = Listing.After(listing, message.Response.Headers.Date ?? DateTimeOffset.UtcNow);
            foreach (var blob in page.Descendants("Blob"))
            {
                var properties = blob.Element("Properties")!;
                var seen = listing.Add(blob.Element("Name")!.Value, properties.Element("Etag")!.Value);
                properties.Element("Last-Modified")!.Value = seen.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        var dated = new MemoryStream();
        page.Save(dated);
        dated.Position = 0;
        message.Response.ContentStream = dated;
    }

    private bool IsWatched(string container) =>
        workers.Functions.Values.SelectMany(function => function.Bindings).Any(binding => binding.Is("blobTrigger") && binding.Find("path")?.Split('/')[0] == container);

    /// <summary>The blobs of one listing, of all its pages.</summary>
    private sealed class Listing(DateTimeOffset time, Dictionary<string, (string Etag, DateTimeOffset Seen)> before)
    {
        private readonly Dictionary<string, (string Etag, DateTimeOffset Seen)> blobs = new(StringComparer.Ordinal);

        /// <summary>A listing with a time of its own: at least a second after the one before, also where the clock was set back.</summary>
        /// <param name="now">By storage's clock, to which the trigger keeps between two runs of the host.</param>
        public static Listing After(Listing? last, DateTimeOffset now) =>
            last is null ? new(now, []) : new(last.Time.AddSeconds(1) is var next && next > now ? next : now, last.blobs);

        private DateTimeOffset Time => time;

        /// <returns>The time of the listing that first held this version.</returns>
        public DateTimeOffset Add(string name, string etag)
        {
            var seen = before.TryGetValue(name, out var known) && known.Etag == etag ? known.Seen : time;
            blobs[name] = (etag, seen);
            return seen;
        }
    }
}
