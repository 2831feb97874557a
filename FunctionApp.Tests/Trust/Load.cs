using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Trust;

/// <summary>How much load.</summary>
/// <param name="Uploads">How many, spread evenly over <paramref name="Within"/>.</param>
/// <param name="SlowLines">Uploads over a line that carries some bytes a second, meanwhile.</param>
/// <param name="IsShort">For the tests: of short clips, on a machine that is not alone.</param>
internal sealed record LoadSize(int Uploads, TimeSpan Within, int SlowLines, bool IsShort = false);

/// <summary>
/// Many uploads in a short time: none may be lost or finish far out of order, and other requests must be answered meanwhile.
/// </summary>
internal sealed class Load(LoadSize size, Action<string> say)
{
    /// <summary>Places by which half of the voices may be out of order where there is an order; 29 where there is none. %.</summary>
    private const double InOrder = 15;

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(100);

    private readonly TrustReport report = new("Load", size.IsShort);
    private readonly ConcurrentDictionary<string, double> acceptedAt = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<double> gets = [];
    private readonly ConcurrentBag<double> healths = [];
    private readonly ConcurrentBag<double> posts = [];
    private long started;
    private int refused;
    private int unavailable;

    public async Task<TrustReport> RunAsync()
    {
        using var clips = await TrustClips.MakeAsync(size.IsShort);
        await using var bed = await TrustBed.StartAsync(disk: false, size.IsShort ? [.. TrustBed.Short] : []);
        var known = await bed.WarmUpAsync(clips.Good[0]);
        var before = (await bed.ListVoicesAsync()).Count;
        using var http = new HttpClient { BaseAddress = bed.Service.Http.BaseAddress, Timeout = Eventually.Limit };

        started = Stopwatch.GetTimestamp();
        using var done = new CancellationTokenSource();
        var watching = Task.WhenAll(
            ProbeAsync(http, $"api/voices/{known}", gets, done.Token), ProbeAsync(http, "api/health", healths, done.Token));
        var slow = Task.WhenAll(Enumerable.Range(0, size.SlowLines).Select(_ => SlowLine.UploadAsync(http.BaseAddress!)));
        var whole = await File.ReadAllBytesAsync(clips.Good[0]);
        var uploads = Task.WhenAll(
            Enumerable.Range(0, size.Uploads)
                .Select(i => UploadAsync(http, whole, size.Within * i / size.Uploads)));
        var following = FollowAsync(bed);
        await uploads;
        var (getsInBurst, healthsInBurst) = (gets.At(0.99), healths.At(0.99));
        say($"{acceptedAt.Count} accepted");
        await following;
        var took = Elapsed;
        var cut = await slow;
        await done.CancelAsync();
        await watching;

        report.Add(
            "uploads within",
            $"{size.Uploads} within {size.Within.TotalSeconds:0} s; the last was accepted after {acceptedAt.Values.Max():0.0} s");
        report.Add("accepted; answered 429 or 503 first", $"{acceptedAt.Count}; {refused}");
        report.Add("upload until its answer: median, p99, s", $"{posts.At(0.5):0.00}, {posts.At(0.99):0.00}");
        report.Add("all prepared after", $"{took:0} s ({size.Uploads / took:0.0} a second)");
        var stored = (await bed.ListVoicesAsync()).Count - before;
        report.Require(stored == size.Uploads, $"{stored} clips are stored of {size.Uploads}");
        AddOrder(bed.Storage.Ended);
        AddProbes("GET of a voice", gets, getsInBurst);
        AddProbes("health", healths, healthsInBurst);
        report.Add("of both, answered 503", $"{unavailable}");
        report.RequireInFull(unavailable == 0, $"{unavailable} questions were answered 503");
        report.Add("storage's own answers to reads, ms: median, p99", $"{bed.Storage.Reads.At(0.5):0}, {bed.Storage.Reads.At(0.99):0}");
        var until = cut.Select(line => line.Seconds).DefaultIfEmpty().Max();
        report.Add(
            $"slow lines; cut off with 408 or 503; until then, s",
            $"{size.SlowLines}; {cut.Count(line => line.Status is 408 or 503)}; {until:0}");
        report.Require(
            cut.All(line => line.Status is 408 or 503),
            $"a slow line was answered {string.Join(", ", cut.Select(line => line.Status).Distinct())}");
        await bed.InspectAsync(report);
        return report;
    }

    private double Elapsed => Stopwatch.GetElapsedTime(started).TotalSeconds;

    private async Task UploadAsync(HttpClient http, byte[] content, TimeSpan at)
    {
        await Task.Delay(at);
        while (true)
        {
            var sent = Elapsed;
            using var response = await http.PostAsync("api/voices?fileName=load.wav", new ByteArrayContent(content));
            if (response.StatusCode is HttpStatusCode.Accepted)
            {
                posts.Add(Elapsed - sent);
                acceptedAt[response.Headers.Location!.ToString().Split('/')[^1]] = Elapsed;
                return;
            }

            Assert.True(
                response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}");
            Assert.NotNull(response.Headers.RetryAfter?.Delta);
            Interlocked.Increment(ref refused);
            await Task.Delay(response.Headers.RetryAfter.Delta.Value);
        }
    }

    /// <summary>Takes the message of each voice, until all have come.</summary>
    private async Task FollowAsync(TrustBed bed)
    {
        while (told.Count < size.Uploads)
        {
            var some = await Eventually.IsAsync(
                async () => await bed.TakeFinishedAsync() is { Count: > 0 } taken ? taken : null,
                () => $"the end of {size.Uploads} voices, of which {told.Count} have ended\n{bed.Service.Log}");
            foreach (var voice in some)
            {
                told.Add(voice.Id);
                report.Require(voice.Status != Contracts.VoiceState.Failed, $"voice {voice.Id} ended as {voice.Status}");
            }
        }
    }

    private async Task ProbeAsync(HttpClient http, string path, ConcurrentBag<double> times, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(path, CancellationToken.None);
            Assert.True(
                response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.ServiceUnavailable,
                $"{path}: {response.StatusCode}");
            if (!response.IsSuccessStatusCode)
                Interlocked.Increment(ref unavailable);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(ProbeInterval, CancellationToken.None);
        }
    }

    /// <summary>By how many places the end of a voice was earlier or later than the answer to its upload.</summary>
    private void AddOrder(IReadOnlyDictionary<string, long> endedAt)
    {
        var ended = acceptedAt.Keys.OrderBy(id => endedAt[id]).Select((id, place) => (id, place)).ToDictionary(StringComparer.Ordinal);
        var displaced = acceptedAt.OrderBy(voice => voice.Value)
            .Select((voice, place) => 100.0 * Math.Abs(ended[voice.Key] - place) / size.Uploads)
            .ToList();
        report.Add(
            "places by which a voice ended out of order, % of all: median, p99, most",
            $"{displaced.At(0.5):0.0}, {displaced.At(0.99):0.0}, {displaced.Max():0.0}");
        report.Require(
            displaced.At(0.5) <= InOrder, $"half of the voices ended more than {displaced.At(0.5):0.0} % of all places out of order");
        report.RequireInFull(displaced.Max() <= 10, $"a voice ended {displaced.Max():0.0} % of all places out of order");
    }

    private void AddProbes(string what, ConcurrentBag<double> times, double inBurst)
    {
        const int most = 100;
        report.Add(
            $"{what}, ms: median, p99, most; p99 during the uploads",
            $"{times.At(0.5):0}, {times.At(0.99):0}, {times.Max():0}; {inBurst:0}");
        report.RequireInFull(times.At(0.99) < most, $"{what} took {times.At(0.99):0} ms at p99");
    }
}
