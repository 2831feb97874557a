using VoicePrep.Testing;

namespace VoicePrep.Tests.Trust;

/// <summary>Recordings for trials: the bundled sample in several formats and lengths, and files that are no usable recordings.</summary>
internal sealed class TrustClips : IDisposable
{
    private readonly TempFolder folder = new();

    private TrustClips()
    {
    }

    /// <summary>Recordings that give a profile.</summary>
    public IReadOnlyList<string> Good { get; private set; } = [];

    /// <summary>Files that give a rejection.</summary>
    public IReadOnlyList<string> Hostile { get; private set; } = [];

    public IEnumerable<string> All => Good.Concat(Hostile);

    /// <param name="isShort">For a short trial: fewer, and of a few seconds, which <see cref="TrustBed.Short"/> accepts.</param>
    public static async Task<TrustClips> MakeAsync(bool isShort)
    {
        var clips = new TrustClips();
        if (isShort)
        {
            clips.Good =
            [
                await clips.ConvertAsync("short.wav", "-t", "3", "-ar", "16000"),
                await clips.ConvertAsync("stereo.flac", "-t", "3", "-ar", "44100", "-ac", "2"),
                await clips.ConvertAsync("half.ogg", "-t", "3.5"),
            ];
            clips.Hostile =
            [
                await clips.WriteAsync("text.wav", "This is no recording, whatever its name says."u8.ToArray()),
                await clips.ConvertAsync("too-short.wav", "-t", "1"),
            ];
            return clips;
        }

        clips.Good =
        [
            await clips.ConvertAsync("short.wav", "-t", "5.5", "-ar", "16000"),
            await clips.ConvertAsync("whole.mp3"),
            await clips.ConvertAsync("stereo.flac", "-ar", "44100", "-ac", "2"),
            await clips.ConvertAsync("half.ogg", "-t", "6.5"),
            await clips.ConvertAsync("long.m4a", "-af", "aloop=loop=3:size=1000000"),
        ];
        clips.Hostile =
        [
            await clips.WriteAsync("text.wav", "This is no recording, whatever its name says."u8.ToArray()),
            await clips.WriteAsync("noise.mp3", Noise(200_000)),
            await clips.ConvertAsync("too-short.wav", "-t", "2"),
            await clips.ConvertAsync("silence.wav", "-af", "volume=0"),
            await clips.CutAsync("cut-off.flac", clips.Good[2], 4000),
        ];
        return clips;
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private async Task<string> ConvertAsync(string name, params string[] arguments)
    {
        var file = folder.File(name);
        await Recording.ConvertAsync(Path.Combine(Repository.Root, "models/demo/sample.wav"), file, arguments);
        return file;
    }

    private async Task<string> CutAsync(string name, string from, int length) =>
        await WriteAsync(name, (await File.ReadAllBytesAsync(from))[..length]);

    private async Task<string> WriteAsync(string name, byte[] content)
    {
        await File.WriteAllBytesAsync(folder.File(name), content);
        return folder.File(name);
    }
}
