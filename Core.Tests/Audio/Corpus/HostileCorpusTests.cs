using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using static VoicePrep.Tests.Audio.Corpus.CorpusCase;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>Broken files, samples that are none, sound without speech, bombs, and what is no sound at all.</summary>
[Collection(AloneTests.Name)]
public sealed class HostileCorpusTests(CorpusFolder folder) : IClassFixture<CorpusFolder>
{
    private const int BytesPerSecond = 22_050 * 2; // of the corpus's speech

    /// <summary>20 ms at 4.75 kbit/s.</summary>
    private static readonly byte[] SilentAmr = [0x04, .. new byte[12]];

    private static readonly CorpusCase[] All =
    [
        new("empty", RejectionCodes.ClipEmpty, f => f.WriteAsync([])),
        new("one byte", RejectionCodes.NotAudio, f => f.WriteAsync([0])),
        new("header only", RejectionCodes.UnreadableAudio, f => f.WriteAsync(Wave.Bytes([]))),
        new("half a header", RejectionCodes.NotAudio, f => f.WriteAsync(Wave.Bytes([])[..20])),
        new(
            "truncated to 8 s",
            Accepted,
            async f =>
                await f.WriteAsync((await SpeechAsync(f))[..(8 * BytesPerSecond)])) { Also = clip => Assert.Equal(8, clip.Seconds, 0.01) },
        new("truncated to 1 s", RejectionCodes.ClipTooShort, async f => await f.WriteAsync((await SpeechAsync(f))[..BytesPerSecond])),
        new("truncated MP3", RejectionCodes.ClipTooShort, f => TruncateAsync(f, ".mp3", 0.2)),
        new("truncated FLAC", RejectionCodes.ClipTooShort, f => TruncateAsync(f, ".flac", 0.2)),
        new("truncated Opus", RejectionCodes.ClipTooShort, f => TruncateAsync(f, ".opus", 0.2)),
        new("M4A without its moov", RejectionCodes.UnreadableAudio, f => TruncateAsync(f, ".m4a", 0.5)),
        new("M4A with half of its moov", RejectionCodes.UnreadableAudio, HalveIndexAsync),
        new("ALAC in CAF without its index", RejectionCodes.UnreadableAudio, HalveAlacAsync),
        new("claims an hour", Accepted, f => LieAsync(f, 3600u * BytesPerSecond)) { Also = AssertTrueLength },
        new("streamed, sizes 0xFFFFFFFF", Accepted, f => LieAsync(f, uint.MaxValue)) { Also = AssertTrueLength },
        new("streamed, sizes 0", Accepted, f => LieAsync(f, 0)) { Also = AssertTrueLength },
        new("claims a second", RejectionCodes.ClipTooShort, f => LieAsync(f, BytesPerSecond)),
        new("wav of 0 channels", RejectionCodes.NotAudio, f => f.WriteAsync(Wave.Bytes(new byte[200_000], channels: 0))),
        new("wav of 0 Hz", RejectionCodes.NotAudio, f => f.WriteAsync(Wave.Bytes(new byte[200_000], rate: 0))),
        new("wav of 65535 bits", RejectionCodes.UnreadableAudio, f => f.WriteAsync(Wave.Bytes(new byte[200_000], bits: 65_535))),
        new("wav of an unknown codec", RejectionCodes.UnreadableAudio, f => f.WriteAsync(Wave.Bytes(new byte[200_000], format: 0x7777))),
        new("damaged FLAC", Accepted, f => DamageAsync(f, ".flac")),
        new("damaged MP3", Accepted, f => DamageAsync(f, ".mp3")),
        new("AMR without a sound", RejectionCodes.NotEnoughSpeech, f => f.WriteAsync(Amr(Enumerable.Repeat(SilentAmr, 500)))),
        new("rate changes in mid-stream", Accepted, ChainAsync),

        new("samples that are not numbers", RejectionCodes.SamplesDamaged, f => f.WriteAsync(Wave.Bytes(Tone(float.NaN), 16_000))),
        new("infinite samples", RejectionCodes.SamplesDamaged, f => f.WriteAsync(Wave.Bytes(Tone(float.NegativeInfinity), 16_000))),
        new("enormous samples", RejectionCodes.SamplesDamaged, f => f.WriteAsync(Wave.Bytes(Tone(1e30f), 16_000))),
        new(
            "tiny samples",
            RejectionCodes.NotEnoughSpeech,
            f => f.WriteAsync(Wave.Bytes([.. Enumerable.Repeat(1e-42f, 100_000)], 16_000))),
        new("digital silence", RejectionCodes.NotEnoughSpeech, f => f.WriteAsync(Wave.Bytes(new byte[320_000]))),
        new("hum", RejectionCodes.NotEnoughSpeech, f => f.MakeAsync(".wav", "-f", "lavfi", "-i", "sine=f=50:d=10")),
        new("white noise", RejectionCodes.NotEnoughSpeech, f => f.MakeAsync(".wav", "-f", "lavfi", "-i", "anoisesrc=d=10:c=white:seed=1")),
        new(
            "full-scale square wave", RejectionCodes.NotEnoughSpeech,
            f => f.MakeAsync(".wav", "-f", "lavfi", "-i", "aevalsrc='sgn(sin(2*PI*440*t))':d=10")),
        new("opposite channels", RejectionCodes.StereoCancels, f => f.EncodeAsync(".wav", "-af", "pan=stereo|c0=c0|c1=-1*c0")),
        new("constant voltage", RejectionCodes.NotEnoughSpeech, f => f.MakeAsync(".wav", "-f", "lavfi", "-i", "aevalsrc=0.5:d=10")),

        new(
            "four hours of silence in 30 KB of FLAC", RejectionCodes.NotEnoughSpeech,
            f => f.MakeAsync(".flac", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=14400", "-frame_size", "65535")),
        new(
            "an hour of AMR frames without data",
            RejectionCodes.ClipTooShort,
            f => f.WriteAsync(Amr([SilentAmr, .. Enumerable.Repeat<byte[]>([0x7C], 180_000)]))),
        new("three hours of speech", Accepted, ThreeHoursAsync) { Also = clip => Assert.InRange(clip.Seconds, 10_700, 10_900) },
        new(
            "cover art of 30 MB",
            Accepted,
            async f =>
                await f.WriteAsync(
                    [
                        .. "ID3\u0004\0\0"u8, .. Syncsafe(30_000_024), .. "APIC"u8, .. Syncsafe(30_000_014), 0, 0,
                        .. "\0image/jpeg\0\u0003\0"u8, .. Noise(30_000_000), .. await Mp3Async(f),
                    ])),
        new("200,000 tags", Accepted, async f => await f.WriteAsync([.. Id3(200_000), .. await Mp3Async(f)])),
        new(
            "a tag that claims 256 MB",
            RejectionCodes.NotAudio,
            async f => await f.WriteAsync([.. "ID3\u0004\0\0"u8, 0x7F, 0x7F, 0x7F, 0x7F, .. await Mp3Async(f)])),
        new(
            "a tag of 60 MB",
            Accepted,
            async f =>
                await f.WriteAsync(
                    [
                        .. "ID3\u0004\0\0"u8, .. Syncsafe(60_000_010), .. "TXXX"u8, .. Syncsafe(60_000_000), 0, 0,
                        .. Enumerable.Repeat((byte)'a', 60_000_000), .. await Mp3Async(f),
                    ])),
        new("60,000 chunks", Accepted, async f => await f.WriteAsync(WithChunks(await SpeechAsync(f), 60_000))),
        new("10,000 chapters", Accepted, ChaptersAsync),

        new("noise", RejectionCodes.NotAudio, f => f.WriteAsync(Noise(1_000_000))),
        new("PNG", RejectionCodes.UnsupportedFormat, f => f.MakeAsync(".png", "-f", "lavfi", "-i", "testsrc=d=1", "-frames:v", "1")),
        new("GIF", RejectionCodes.UnsupportedFormat, f => f.MakeAsync(".gif", "-f", "lavfi", "-i", "testsrc=d=1:r=2:s=64x64")),
        new("AVI with sound", RejectionCodes.UnsupportedFormat, f => f.EncodeAsync(".avi")),
        new("MPEG transport stream", RejectionCodes.UnsupportedFormat, f => f.EncodeAsync(".ts", "-c:a", "aac")),
        new("ZIP", RejectionCodes.NotAudio, f => f.WriteAsync([.. "PK\u0003\u0004"u8, .. Noise(5_000)])),
        new("gzip", RejectionCodes.NotAudio, f => f.WriteAsync([0x1F, 0x8B, 8, 0, .. Noise(5_000)])),
        new("program", RejectionCodes.NotAudio, f => f.WriteAsync([0x7F, .. "ELF\u0002\u0001\u0001\0"u8, .. Noise(50_000)])),
        new("PDF", RejectionCodes.NotAudio, f => f.WriteAsync([.. "%PDF-1.7\n%\u00E2\u0001\n"u8, .. Noise(5_000)])),
        new(
            "MIDI",
            RejectionCodes.NotAudio,
            f => f.WriteAsync([.. "MThd\0\0\0\u0006\0\0\0\u0001\0\u0060MTrk\0\0\0\u0004\0\u00FF\u002F\0"u8])),
        new(
            "letter",
            RejectionCodes.ClipIsText,
            f => f.WriteAsync([.. "Sehr geehrte Damen und Herren, das ist Prosa über Töne.\r\n"u8], ".wav")),

        Named("it's \"quoted\".wav"),
        Named("two\nlines.wav"),
        Named("-i.wav"),
        Named("..wav"),
        Named("\u202Evaw.txet\u202C.wav"),
        Named("%d $(touch x) `id` ;|&.wav"),
        Named("日本語のクリップ.wav"),
        Named("concat:a|b.wav"),
        Named(new string('n', 250)),
    ];

    public static TheoryData<string> Names => new(All.Select(@case => @case.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ValidateAndConvert_Hostile_HasItsAnswer(string name)
    {
        using var memory = new MemoryWatch(folder.Bench.Work);

        await folder.RunAsync(All.Single(@case => @case.Name == name));

        Assert.InRange(await memory.StopAsync(), 0, 500);
    }

    private static async Task<string> HalveAlacAsync(CorpusFolder folder)
    {
        var whole = await File.ReadAllBytesAsync(await folder.EncodeAsync(".caf", "-c:a", "alac"));
        return await folder.WriteAsync(whole[..(whole.Length / 2)]);
    }

    private static async Task<string> HalveIndexAsync(CorpusFolder folder)
    {
        var film = await File.ReadAllBytesAsync(await folder.EncodeAsync(".m4a"));
        return await folder.WriteAsync(film[..(film.AsSpan().IndexOf("moov"u8) + 200)]);
    }

    private static void AssertTrueLength(ValidClip clip) => Assert.Equal(CorpusFolder.SpeechSeconds, clip.Seconds, 0.05);

    private static CorpusCase Named(string name) => new($"name {name}", Accepted, f =>
    {
        var file = Path.Combine(Directory.CreateDirectory(f.NewFile()).FullName, name);
        File.Copy(f.Speech, file);
        return Task.FromResult(file);
    });

    private static Task<byte[]> SpeechAsync(CorpusFolder folder) => File.ReadAllBytesAsync(folder.Speech);

    private static async Task<byte[]> Mp3Async(CorpusFolder folder) =>
        await File.ReadAllBytesAsync(await folder.EncodeAsync(".mp3", "-id3v2_version", "0"));

    private static async Task<string> LieAsync(CorpusFolder folder, uint bytes) =>
        await folder.WriteAsync(
            Wave.Bytes(
                Wave.Data(await SpeechAsync(folder)),
                rate: 22_050,
                riffSize: bytes == uint.MaxValue ? bytes : bytes + 36,
                dataSize: bytes),
            ".wav");

    private static async Task<string> TruncateAsync(CorpusFolder folder, string extension, double part)
    {
        var whole = await File.ReadAllBytesAsync(await folder.EncodeAsync(extension));
        return await folder.WriteAsync(whole[..(int)(whole.Length * part)], extension);
    }

    private static async Task<string> DamageAsync(CorpusFolder folder, string extension)
    {
        var content = await File.ReadAllBytesAsync(await folder.EncodeAsync(extension));
        for (var i = 20_000; i < content.Length; i += 20_000)
            content[i] ^= 0x55;
        return await folder.WriteAsync(content, extension);
    }

    private static async Task<string> ChainAsync(CorpusFolder folder)
    {
        var first = await folder.EncodeAsync(".ogg", "-c:a", "libvorbis", "-ar", "44100");
        var second = await folder.EncodeAsync(".ogg", "-c:a", "libvorbis", "-ar", "16000", "-ac", "2");
        return await folder.WriteAsync([.. await File.ReadAllBytesAsync(first), .. await File.ReadAllBytesAsync(second)]);
    }

    private static async Task<string> ThreeHoursAsync(CorpusFolder folder)
    {
        var twelveSeconds = await File.ReadAllBytesAsync(
            await folder.EncodeAsync(".mp3", "-b:a", "32k", "-write_xing", "0", "-id3v2_version", "0"));
        await using var file = File.Create(folder.NewFile(".mp3"));
        for (var i = 0; i < 900; i++)
            await file.WriteAsync(twelveSeconds);
        return file.Name;
    }

    private static async Task<string> ChaptersAsync(CorpusFolder folder)
    {
        var metadata = folder.NewFile(".txt");
        var chapters = Enumerable.Range(0, 10_000)
            .Select(i => $"[CHAPTER]\nTIMEBASE=1/1000\nSTART={i}\nEND={i + 1}\ntitle={new string('x', 200)}");
        await File.WriteAllLinesAsync(metadata, [";FFMETADATA1", .. chapters]);
        return await folder.EncodeAsync(".mka", "-i", metadata, "-map_metadata", "1", "-map_chapters", "1", "-c:a", "pcm_s16le");
    }

    private static byte[] WithChunks(byte[] wave, int count)
    {
        byte[] chunks = [.. Enumerable.Repeat("junk\u0002\0\0\0ab"u8.ToArray(), count).SelectMany(chunk => chunk)];
        return [.. wave[..36], .. chunks, .. wave[wave.AsSpan().IndexOf("data"u8)..]];
    }

    private static byte[] Id3(int frames)
    {
        byte[] frame = [.. "TXXX"u8, 0, 0, 0, 4, 0, 0, 0, (byte)'a', 0, (byte)'b'];
        return [.. "ID3\u0004\0\0"u8, .. Syncsafe(frames * frame.Length), .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes)];
    }

    private static byte[] Amr(IEnumerable<byte[]> frames) => [.. "#!AMR\n"u8, .. frames.SelectMany(frame => frame)];

    private static byte[] Syncsafe(int size) =>
        [(byte)(size >> 21 & 0x7F), (byte)(size >> 14 & 0x7F), (byte)(size >> 7 & 0x7F), (byte)(size & 0x7F)];

    /// <summary>Ten seconds of a tone with one wrong sample in it.</summary>
    private static float[] Tone(float wrong)
    {
        float[] samples = [.. Enumerable.Range(0, 160_000).Select(n => 0.1f * (float)Math.Sin(n * 0.1))];
        samples[80_000] = wrong;
        return samples;
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
