using System.Diagnostics;
using System.IO.Compression;
using VoicePrep.Models;
using VoicePrep.Voice.Encoder;
using Xunit.Abstractions;

namespace VoicePrep.Tests.Voice.Weights;

/// <summary>A thousand damaged files: each is read or refused, soon, and takes no more memory than it could hold.</summary>
public sealed class EncoderFileFuzzTests(ITestOutputHelper output) : IDisposable
{
    private const int FilesPerKind = 250;

    /// <summary>
    /// What reading may take beyond the file's own length: 3 MB of tensors, and the most that a pickle or a header can build.
    /// </summary>
    private const long ConstantBytes = 24 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly string folder = Directory.CreateTempSubdirectory("voiceprep-").FullName;

    [Theory]
    [InlineData("bytes")]
    [InlineData("structure")]
    [InlineData("pickle")]
    [InlineData("safetensors")]
    public void Read_DamagedFile_IsReadOrRefusedWithinItsMeans(string kind)
    {
        var random = new Random(20260806);
        var original = File.ReadAllBytes(ParityFiles.Checkpoint);
        var entries = Unpack(original);
        var encoder = Path.Combine(folder, "encoder.safetensors");
        EncoderFile.FromCheckpoint(ParityFiles.Checkpoint, encoder);
        var safetensors = File.ReadAllBytes(encoder);

        var (refused, most, slowest) = (0, 0L, TimeSpan.Zero);
        for (var i = 0; i < FilesPerKind; i++)
        {
            var damaged = kind switch
            {
                "bytes" => Mutation.Apply(original, random, 0, original.Length),
                "structure" => Mutation.Apply(original, random, original.Length - 3000, 3000),
                "pickle" =>
                    PickleBytes.Archive(Mutation.Apply(entries[0].Bytes, random, 0, entries[0].Bytes.Length), entries[1..]).ToArray(),
                _ => Mutation.Apply(safetensors, random, 0, 2600),
            };
            var file = Path.Combine(folder, "damaged");
            File.WriteAllBytes(file, damaged);

            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            try
            {
                EncoderFile.Read(file);
            }
            catch (ModelFileException e)
            {
                Assert.StartsWith(file, e.Message, StringComparison.Ordinal);
                refused++;
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before - damaged.Length);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }

        output.WriteLine(
            $"{kind}: {refused} of {FilesPerKind} refused, "
                + $"at most {most / 1e6:f1} MB beyond the file's length, {slowest.TotalMilliseconds:f0} ms");
        Assert.InRange(most, long.MinValue, ConstantBytes);
        Assert.InRange(slowest, TimeSpan.Zero, Limit);
        Assert.InRange(refused, 1, FilesPerKind);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The entries of the archive without their folder, the pickle first.</summary>
    private static (string Name, byte[] Bytes)[] Unpack(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return
        [
            .. archive.Entries.OrderByDescending(entry => entry.Name == "data.pkl").Select(entry =>
            {
                using var content = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(content);
                return (entry.FullName["checkpoint/".Length..], content.ToArray());
            }),
        ];
    }
}
