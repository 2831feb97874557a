using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>How the mutations of one seed ended.</summary>
/// <param name="Outcomes">How often each rejection code came, or <c>accepted</c>.</param>
/// <param name="Faults">Ends that are neither, which must not be.</param>
/// <param name="LengthError">The most by which a reference is longer or shorter than its window.</param>
internal sealed record FuzzRow(
    string Seed, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<string> Faults, TimeSpan Slowest, TimeSpan LengthError);

/// <summary>
/// Damages recordings of ten formats at random, always in the same way; validates each, and converts those that are accepted.
/// </summary>
internal sealed class FuzzBench(AudioServicesUnderTest services, int mutations)
{
    private const int HeaderLength = 512;
    private const int MaxDamage = 3000;
    private const int Workers = 2;

    private static readonly (string Name, string[] Arguments)[] Seeds =
    [
        ("wav", []),
        ("w64", []),
        ("aiff", []),
        ("flac", []),
        ("mp3", ["-b:a", "48k"]),
        ("aac", []),
        ("m4a", []),
        ("ogg", ["-c:a", "libvorbis"]),
        ("opus", []),
        ("webm", ["-c:a", "libopus"]),
    ];

    /// <summary>
    /// What is done to the sound of a seed before its bytes are changed: to its timestamps (where the format has any) and its channels.
    /// </summary>
    private static readonly string[] Filters =
    [
        "anull",
        @"asetnsamples=960,asetpts=PTS+gte(T\,2)*20/TB",
        @"asetnsamples=960,asetpts=PTS-gte(T\,2)*1.5/TB",
        "asetpts=PTS+9/TB",
        "pan=stereo|c1=c0",
        "pan=5.1|c3=c0",
    ];

    public async Task<IReadOnlyList<FuzzRow>> RunAsync(Action<int> report, CancellationToken cancellationToken)
    {
        await BenchProgram.RunAsync(
            "espeak-ng",
            [
                "-s", "110", "-w", services.Folder.File("spoken.wav"),
                "one two three four five six seven eight nine ten eleven twelve thirteen",
            ], cancellationToken);
        var rows = new List<FuzzRow>();
        foreach (var (name, arguments) in Seeds)
        {
            var seeds = new List<byte[]>();
            foreach (var filter in Filters)
            {
                var seed = services.Folder.File($"seed-{seeds.Count}.{name}");
                await BenchProgram.RunAsync(
                    "ffmpeg", ["-v", "error", "-t", "6", "-i", services.Folder.File("spoken.wav"), "-af", filter, .. arguments, seed],
                    cancellationToken);
                seeds.Add(await File.ReadAllBytesAsync(seed, cancellationToken));
            }

            rows.Add(await RunAsync(name, seeds, cancellationToken));
            report(rows.Count * mutations / Seeds.Length);
        }

        return rows;
    }

    private async Task<FuzzRow> RunAsync(string name, IReadOnlyList<byte[]> seeds, CancellationToken cancellationToken)
    {
        var outcomes = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var faults = new ConcurrentBag<string>();
        var times = new ConcurrentBag<TimeSpan>();
        var lengthErrors = new ConcurrentBag<double> { 0 };
        await Parallel.ForAsync(
            0,
            mutations / Seeds.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken },
            async (number, token) =>
        {
            var file = services.Folder.File($"{name}-{number}.clip");
            await File.WriteAllBytesAsync(file, Mutate(seeds[number % seeds.Count], new Random(number)), token);
            var clock = Stopwatch.StartNew();
            try
            {
                using var work = services.CreateFolder(file);
                var validation = await services.Validator.ValidateAndTrimAsync(work, token);
                if (validation is Validation.Accepted { Clip: var clip })
                    lengthErrors.Add(Convert(work, clip.Window.Seconds));
                outcomes.AddOrUpdate((validation as Validation.Rejected)?.Rejection.Code ?? "accepted", 1, (_, count) => count + 1);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                faults.Add($"{name} {number}: {e.GetType().Name}: {e.Message}");
            }

            times.Add(clock.Elapsed);
            File.Delete(file);
        });
        return new(name, outcomes, [.. faults], times.Max(), TimeSpan.FromSeconds(lengthErrors.Max()));
    }

    /// <returns>How far the reference's length is from the window's. Seconds.</returns>
    private static double Convert(WorkFolder work, double seconds)
    {
        AudioConverter.ConvertTrimmed(work.Trimmed, seconds, work.File("speech.wav"), work.File("reference.wav"));
        var (samples, rate) = WavFile.ReadMono(work.File("reference.wav"));
        return Math.Abs((double)samples.Length / rate - seconds);
    }

    /// <summary>
    /// One to eight changes, half of them in the header: bits, bytes, runs of one byte, gaps, repetitions, noise, a cut.
    /// </summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var content = new List<byte>(seed);
        for (var changes = random.Next(1, 9); changes > 0 && content.Count > 1; changes--)
        {
            var at = random.Next(random.Next(2) == 0 ? Math.Min(HeaderLength, content.Count) : content.Count);
            var length = Math.Min(random.Next(1, 64), content.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    content[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    content[at] = (byte)random.Next(256);
                    break;
                case 2:
                    for (var i = at; i < at + length; i++)
                        content[i] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    break;
                case 3:
                    content.RemoveRange(at, length);
                    break;
                case 4:
                    content.InsertRange(at, content.GetRange(at, length));
                    break;
                case 5:
                    var rest = CollectionsMarshal.AsSpan(content)[random.Next(content.Count / 4, content.Count)..];
                    random.NextBytes(rest[..Math.Min(rest.Length, random.Next(MaxDamage))]);
                    break;
                default:
                    if (random.Next(10) == 0)
                        content.RemoveRange(at, content.Count - at);
                    break;
            }
        }

        return [.. content];
    }
}
