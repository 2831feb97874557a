using System.Globalization;

namespace VoicePrep.Testing;

/// <summary>A word in a made recording, and when it begins. Seconds.</summary>
public sealed record SpokenWord(string Word, double StartSeconds);

/// <summary>Recordings for tests: words spoken by espeak-ng at known times.</summary>
public static class Recording
{
    private const int SampleRate = 22050;

    /// <summary>Speaks groups of words, with a pause before each and after the last, as 16-bit mono at 22.05 kHz.</summary>
    /// <param name="seconds">Silence is added up to this length; null adds none.</param>
    public static async Task<IReadOnlyList<SpokenWord>> SpeakAsync(
        string path, string voice, IEnumerable<string> words, double pauseSeconds = 0.35, double? seconds = null)
    {
        using var folder = new TempFolder();
        var samples = new List<short>();
        var spoken = new List<SpokenWord>();
        var known = new Dictionary<string, short[]>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (!known.TryGetValue(word, out var sound))
            {
                var file = folder.File($"{known.Count}.wav");
                await TestProcess.RunAsync("espeak-ng", "-v", voice, "-s", "140", "-w", file, word);
                known[word] = sound = Trim(ReadSamples(file));
            }

            samples.AddRange(new short[(int)(pauseSeconds * SampleRate)]);
            spoken.Add(new SpokenWord(word, samples.Count / (double)SampleRate));
            samples.AddRange(sound);
        }

        var end = Math.Max(samples.Count + (int)(pauseSeconds * SampleRate), (int)((seconds ?? 0) * SampleRate));
        samples.AddRange(new short[end - samples.Count]);
        WriteSamples(path, [.. samples]);
        return spoken;
    }

    /// <summary>Makes another recording of one with an ffmpeg command's arguments.</summary>
    public static Task ConvertAsync(string from, string to, params string[] arguments) =>
        TestProcess.RunAsync("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", from, .. arguments, to]);

    /// <summary>A moving picture without sound.</summary>
    public static Task VideoWithoutSoundAsync(string path, double seconds) => TestProcess.RunAsync(
        "ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i",
        string.Create(CultureInfo.InvariantCulture, $"testsrc=duration={seconds}:size=160x120:rate=10"), path);

    private static short[] ReadSamples(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(bytes[44..^(bytes.Length % 2)]).ToArray();
    }

    private static short[] Trim(short[] samples)
    {
        const int Threshold = 100;
        var first = Array.FindIndex(samples, sample => Math.Abs((int)sample) > Threshold);
        var last = Array.FindLastIndex(samples, sample => Math.Abs((int)sample) > Threshold);
        return samples[first..(last + 1)];
    }

    private static void WriteSamples(string path, short[] samples)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + samples.Length * 2);
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(SampleRate);
        file.Write(SampleRate * 2);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(samples.Length * 2);
        file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(samples));
    }
}
