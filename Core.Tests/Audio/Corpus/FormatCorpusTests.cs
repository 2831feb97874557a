using System.Globalization;
using VoicePrep.Audio.Verdicts;
using static VoicePrep.Tests.Audio.Corpus.CorpusCase;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>What people upload: every format, length, rate and number of channels.</summary>
public sealed class FormatCorpusTests(CorpusFolder folder) : IClassFixture<CorpusFolder>
{
    private static readonly CorpusCase[] All =
    [
        Length(4.99, RejectionCodes.ClipTooShort),
        Length(5.00, Accepted),
        Length(5.01, Accepted),
        new("29.99 s", Accepted, f => f.Bench.SpeakAsync(29.99, "29.99.wav")) { Also = clip => Assert.False(clip.Trimmed) },
        new("30.01 s", Accepted, f => f.Bench.SpeakAsync(30.01, "30.01.wav")) { Also = clip => Assert.True(clip.Trimmed) },

        Encoded("wav 8 bit", ".wav", "-c:a", "pcm_u8"),
        Encoded("wav 24 bit", ".wav", "-c:a", "pcm_s24le"),
        Encoded("wav 32 bit", ".wav", "-c:a", "pcm_s32le"),
        Encoded("wav float", ".wav", "-c:a", "pcm_f32le"),
        Encoded("wav double", ".wav", "-c:a", "pcm_f64le"),
        Encoded("wav mu-law 8 kHz", ".wav", "-c:a", "pcm_mulaw", "-ar", "8000"),
        Encoded("wav A-law 8 kHz", ".wav", "-c:a", "pcm_alaw", "-ar", "8000"),
        Encoded("wav ADPCM", ".wav", "-c:a", "adpcm_ima_wav"),
        Encoded("mp3 in wav", ".wav", "-c:a", "libmp3lame"),
        Encoded("RF64", ".wav", "-rf64", "always"),
        Encoded("Wave64", ".w64"),
        Encoded("AIFF", ".aiff"),
        Encoded("AU", ".au"),
        Encoded("CAF", ".caf"),
        Encoded("FLAC", ".flac"),
        Encoded("WavPack", ".wv"),
        Encoded("TTA", ".tta"),
        Encoded("MP3", ".mp3", "-b:a", "64k"),
        Encoded("MP3 without header frame", ".mp3", "-write_xing", "0", "-id3v2_version", "0"),
        Encoded("AAC ADTS", ".aac"),
        Encoded("M4A, moov at the end", ".m4a"),
        Encoded("M4A, moov at the beginning", ".m4a", "-movflags", "+faststart"),
        Encoded("M4A, fragmented", ".m4a", "-movflags", "frag_keyframe+empty_moov"),
        Encoded("ALAC", ".m4a", "-c:a", "alac"),
        Encoded("Opus", ".opus"),
        Encoded("Vorbis", ".ogg", "-c:a", "libvorbis"),
        Encoded("Speex", ".spx", "-c:a", "libspeex", "-ar", "16000"),
        Encoded("FLAC in Ogg", ".oga", "-c:a", "flac"),
        Encoded("WebM", ".webm", "-c:a", "libopus"),
        Encoded("Matroska", ".mka", "-c:a", "pcm_s16le"),
        Encoded("WMA", ".wma", "-c:a", "wmav2"),

        Rate(8_000),
        Rate(11_025),
        Rate(44_100),
        Rate(96_000),
        Rate(192_000),
        new("rate 1 kHz", RejectionCodes.SampleRateOutOfRange, async f => await f.WriteAsync(Wave.Bytes(new byte[20_000], rate: 1_000))),
        new("rate 384 kHz", RejectionCodes.SampleRateOutOfRange, f => f.EncodeAsync(".wav", "-ar", "384000")),
        Rate(100_001),

        Channels(2),
        Channels(3),
        Channels(6),
        Channels(8),
        new(
            "16 channels",
            RejectionCodes.TooManyChannels,
            async f => await f.WriteAsync(Wave.Bytes(new byte[16 * 2 * 16_000 * 6], channels: 16))),

        new(
            "video with sound, MP4", Accepted,
            f => f.EncodeAsync(".mp4", "-f", "lavfi", "-i", "testsrc=d=12:s=160x120:r=10", "-c:v", "mpeg4", "-shortest")),
        new(
            "video with sound, Matroska", Accepted,
            f => f.EncodeAsync(".mkv", "-f", "lavfi", "-i", "testsrc=d=12:s=160x120:r=10", "-c:v", "mpeg4", "-shortest")),
        new(
            "video without sound", RejectionCodes.NoAudioStream,
            f => f.MakeAsync(".mp4", "-f", "lavfi", "-i", "testsrc=d=6:s=160x120:r=10", "-c:v", "mpeg4")),
        new(
            "several audio streams", Accepted, f =>
                f.EncodeAsync(".mka", "-f", "lavfi", "-i", "anullsrc=d=8", "-map", "0", "-map", "1"))
                {
                    Also = clip => Assert.Equal(CorpusFolder.SpeechSeconds,
                    clip.Seconds,
                    0.1),
                },
        new(
            "cover art of 8000 x 8000", Accepted, f =>
                f.EncodeAsync(
                    ".mp3", "-f", "lavfi", "-i", "color=s=8000x8000:r=1:d=1", "-map", "0", "-map", "1", "-frames:v", "1", "-c:v", "mjpeg",
                    "-q:v", "1", "-disposition:v", "attached_pic")),
        new("MP3 named .wav", Accepted, async f => Rename(await f.EncodeAsync(".mp3"), ".mp3.wav")),
        new("WAV named .txt", Accepted, async f => Rename(await f.EncodeAsync(".wav"), ".wav.txt")),
        new("no extension", Accepted, async f => Rename(await f.EncodeAsync(".ogg", "-c:a", "libvorbis"), "")),
    ];

    public static TheoryData<string> Names => new(All.Select(@case => @case.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public Task ValidateAndConvert_Format_HasItsAnswer(string name) => folder.RunAsync(All.Single(@case => @case.Name == name));

    private static CorpusCase Length(double seconds, string expected) =>
        new($"{seconds:0.00} s", expected, f => f.EncodeAsync(".wav", "-t", seconds.ToString(CultureInfo.InvariantCulture)));

    private static CorpusCase Encoded(string name, string extension, params string[] arguments) =>
        new(name, Accepted, f => f.EncodeAsync(extension, arguments))
        {
            Also = clip => Assert.Equal(CorpusFolder.SpeechSeconds, clip.Seconds, 0.15),
        };

    private static CorpusCase Rate(int rate) => Encoded($"rate {rate} Hz", ".wav", "-ar", $"{rate}");

    private static CorpusCase Channels(int channels) =>
        Encoded(
            $"{channels} channels", ".wav", "-af",
            $"pan={channels}c|{string.Join('|', Enumerable.Range(0, channels).Select(i => $"c{i}=c0"))}");

    private static string Rename(string file, string extension)
    {
        var renamed = Path.ChangeExtension(file, null) + extension;
        File.Move(file, renamed);
        return renamed;
    }
}
