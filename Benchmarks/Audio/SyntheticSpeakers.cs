using VoicePrep.Audio.Activity;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>Phrases of synthetic voices (espeak-ng), 16 kHz mono, without the silence around them.</summary>
/// <param name="voices">Names and variants of espeak-ng's voices.</param>
internal sealed class SyntheticSpeakers(AudioServicesUnderTest services, string[] voices, string[] vocabulary)
{
    private const double SilenceBelowPeak = 0.01;

    public async Task<IReadOnlyList<float[]>> SpeakAsync(int phrases, int maxWords, Random random, CancellationToken cancellationToken)
    {
        var spoken = new List<float[]>();
        for (var i = 0; i < phrases; i++)
        {
            var text = string.Join(
                ' ', Enumerable.Range(0, random.Next(1, maxWords + 1)).Select(_ => vocabulary[random.Next(vocabulary.Length)]));
            spoken.Add(await SpeakAsync(services.Folder, voices[random.Next(voices.Length)], text, cancellationToken));
        }

        return spoken;
    }

    /// <summary>What one voice says.</summary>
    public static async Task<float[]> SpeakAsync(WorkFolder folder, string voice, string text, CancellationToken cancellationToken)
    {
        var (spoken, converted) = (folder.File("phrase.wav"), folder.File("phrase16.wav"));
        await BenchProgram.RunAsync("espeak-ng", ["-v", voice, "-w", spoken, text], cancellationToken);
        await BenchProgram.RunAsync(
            "ffmpeg", ["-y", "-v", "error", "-i", spoken, "-ar", $"{VoiceActivity.SampleRate}", "-c:a", "pcm_s16le", converted],
            cancellationToken);
        var samples = WavFile.ReadMono(converted).Samples;
        var limit = SilenceBelowPeak * samples.Max(Math.Abs);
        var first = Array.FindIndex(samples, sample => Math.Abs(sample) > limit);
        return samples[first..(Array.FindLastIndex(samples, sample => Math.Abs(sample) > limit) + 1)];
    }
}
