using System.Collections.Concurrent;
using System.Diagnostics;

namespace VoicePrep.Cli.Bench.Audio;

/// <summary>How the mutations of one seed ended.</summary>
/// <param name="Outcomes">How often each rejection code came, or <c>accepted</c>.</param>
/// <param name="Faults">Ends that are neither, which must not be.</param>
internal sealed record FuzzRow(string Seed, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<string> Faults, TimeSpan Slowest);

/// <summary>Damages recordings of ten formats at random, always in the same way, and validates each.</summary>
internal sealed class FuzzBench(AudioServicesUnderTest services, int mutations)
{
    private const int HeaderLength = 512;
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

    public async Task<IReadOnlyList<FuzzRow>> RunAsync(Action<int> report, CancellationToken cancellationToken)
    {
        await BenchProgram.RunAsync("espeak-ng", ["-s", "110", "-w", services.Folder.File("spoken.wav"), "one two three four five six seven eight nine ten eleven twelve thirteen"], cancellationToken);
        var rows = new List<FuzzRow>();
        foreach (var (name, arguments) in Seeds)
        {
            var seed = services.Folder.File($"seed.{name}");
            await BenchProgram.RunAsync("ffmpeg", ["-v", "error", "-i", services.Folder.File("spoken.wav"), "-t", "6", .. arguments, seed], cancellationToken);
            rows.Add(await RunAsync(name, await File.ReadAllBytesAsync(seed, cancellationToken), cancellationToken));
            report(rows.Count * mutations / Seeds.Length);
        }

        return rows;
    }

    private async Task<FuzzRow> RunAsync(string name, byte[] seed, CancellationToken cancellationToken)
    {
        var outcomes = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var faults = new ConcurrentBag<string>();
        var times = new ConcurrentBag<TimeSpan>();
        await Parallel.ForAsync(0, mutations / Seeds.Length, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var file = services.Folder.File($"{name}-{number}");
            await File.WriteAllBytesAsync(file, Mutate(seed, new Random(number)), token);
            var clock = Stopwatch.StartNew();
            try
            {
                var validation = await services.Validator.ValidateAndTrimAsync(file, file + ".flac", token);
                outcomes.AddOrUpdate(validation.Rejection?.Code ?? "accepted", 1, (_, count) => count + 1);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                faults.Add($"{name} {number}: {e.GetType().Name}: {e.Message}");
            }

            times.Add(clock.Elapsed);
            File.Delete(file);
            File.Delete(file + ".flac");
        });
        return new(name, outcomes, [.. faults], times.Max());
    }

    /// <summary>One to eight changes, half of them in the header: bits, bytes, runs of one byte, cuts, repetitions.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var content = new List<byte>(seed);
        for (var changes = random.Next(1, 9); changes > 0 && content.Count > 1; changes--)
        {
            var at = random.Next(random.Next(2) == 0 ? Math.Min(HeaderLength, content.Count) : content.Count);
            var length = Math.Min(random.Next(1, 64), content.Count - at);
            switch (random.Next(6))
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
                default:
                    if (random.Next(10) == 0)
                        content.RemoveRange(at, content.Count - at);
                    break;
            }
        }

        return [.. content];
    }
}
