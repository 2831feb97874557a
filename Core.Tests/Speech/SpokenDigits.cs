using System.Collections.Concurrent;
using System.Diagnostics;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Tests.Speech;

/// <summary>A word of a made clip, and where it is, in seconds.</summary>
public sealed record SpokenWord(string Text, double StartSeconds, double EndSeconds);

/// <summary>Clips of espeak-ng's voices saying digits, 16 kHz mono, with the time of every word.</summary>
public sealed record SpokenDigits(float[] Samples, IReadOnlyList<SpokenWord> Words)
{
    public const int SampleRate = 16_000;
    private const float Silent = 0.003f;
    private static readonly ConcurrentDictionary<(string Word, string Voice, int Speed), float[]> Spoken = new();

    public string Text => string.Join(' ', Words.Select(word => word.Text));

    public double Seconds => Samples.Length / (double)SampleRate;

    /// <summary>Where the speech is.</summary>
    public IReadOnlyList<SpeechSpan> Speech => [.. Words.Select(word => new SpeechSpan(word.StartSeconds, word.EndSeconds))];

    /// <summary>Says the words one after the other.</summary>
    /// <param name="leadSeconds">Silence before the first word.</param>
    /// <param name="gapSeconds">Silence after each word.</param>
    public static SpokenDigits Say(
        string text, string voice = "en-us", double leadSeconds = 0.3, double gapSeconds = 0.25, int wordsPerMinute = 140)
    {
        List<float> samples = [.. new float[(int)(leadSeconds * SampleRate)]];
        List<SpokenWord> words = [];
        foreach (var word in text.Split(' '))
        {
            var start = samples.Count / (double)SampleRate;
            samples.AddRange(Spoken.GetOrAdd((word, voice, wordsPerMinute), key => Word(key.Word, key.Voice, key.Speed)));
            words.Add(new(word, start, samples.Count / (double)SampleRate));
            samples.AddRange(new float[(int)(gapSeconds * SampleRate)]);
        }
        return new([.. samples], words);
    }

    private static float[] Word(string word, string voice, int wordsPerMinute)
    {
        var folder = Directory.CreateTempSubdirectory("spoken-");
        try
        {
            var raw = Path.Combine(folder.FullName, "raw.wav");
            var file = Path.Combine(folder.FullName, "word.wav");
            Run("espeak-ng", "-v", voice, "-s", $"{wordsPerMinute}", "-w", raw, word);
            Run("ffmpeg", "-v", "error", "-i", raw, "-ar", $"{SampleRate}", "-ac", "1", "-c:a", "pcm_s16le", file);
            var samples = WavFile.ReadMono(file).Samples.AsSpan();
            var first = samples.IndexOfAnyExceptInRange(-Silent, Silent);
            var last = samples.LastIndexOfAnyExceptInRange(-Silent, Silent);
            return samples[first..(last + 1)].ToArray();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} failed: {errors}");
    }
}
