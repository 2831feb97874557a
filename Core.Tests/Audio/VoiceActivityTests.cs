using VoicePrep.Audio.Activity;
using VoicePrep.Benchmarks.Audio;
using VoicePrep.Signal;

namespace VoicePrep.Tests.Audio;

public sealed class VoiceActivityTests(VoiceActivityTests.Phrases phrases) : IClassFixture<VoiceActivityTests.Phrases>
{
    private const int Rate = VoiceActivity.SampleRate;

    [Theory]
    [InlineData(10)]
    [InlineData(5)]
    public void Detect_TalkersInTheBackground_OnlyTheSpeakerIsFound(int ratio)
    {
        var (speech, spans) = Place(phrases.Speaker, pauseSeconds: 1);

        var found = Detect(Mix(speech, Noises.Babble(phrases.Others, talkers: 8, speech.Length, new Random(1)), ratio));

        Assert.InRange(SecondsWithin(found, spans), 0.95 * spans.Sum(span => span.Seconds), double.MaxValue);
        Assert.InRange(found.Sum(span => span.Seconds), 0, 1.15 * spans.Sum(span => span.Seconds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Detect_Whisper18DecibelsUnderTheSpeech_IsKept(double pauseSeconds)
    {
        var (speech, spans) = Place(
            [.. phrases.Speaker.Select((phrase, i) => i % 3 == 0 ? phrase : [.. phrase, .. Louder(phrases.Second[i], -18)])],
            pauseSeconds);

        AssertKept(speech, spans);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Detect_TwoSpeakersSixDecibelsApart_BothAreKept(double pauseSeconds)
    {
        var (speech, spans) = Place(
            [.. phrases.Speaker.Zip(phrases.Second, (first, second) => (float[][])[first, Louder(second, -6)]).SelectMany(pair => pair)],
            pauseSeconds);

        AssertKept(speech, spans);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(10)]
    public void Detect_SpeechWithoutPausesInNoise_IsKept(int ratio)
    {
        var (speech, spans) = Place(phrases.Speaker, pauseSeconds: 0);

        AssertKept(Mix(speech, Noises.White(speech.Length, new Random(1)), ratio), spans);
    }

    [Fact]
    public void Detect_RecordingFortyDecibelsDown_HasTheSameSpeech()
    {
        var (speech, _) = Place(phrases.Speaker, pauseSeconds: 0.6);

        Assert.Equal(Detect(speech).Sum(span => span.Seconds), Detect(Louder(speech, -40)).Sum(span => span.Seconds), 0.3);
    }

    private IReadOnlyList<SpeechSpan> Detect(float[] samples) => phrases.Bench.Activity.Detect(samples, CancellationToken.None);

    private void AssertKept(float[] samples, IReadOnlyList<SpeechSpan> spans) =>
        Assert.InRange(SecondsWithin(Detect(samples), spans), 0.95 * spans.Sum(span => span.Seconds), double.MaxValue);

    private static double SecondsWithin(IReadOnlyList<SpeechSpan> found, IReadOnlyList<SpeechSpan> spans) =>
        found.Sum(one =>
            spans.Sum(other => Math.Max(0, Math.Min(one.EndSeconds, other.EndSeconds) - Math.Max(one.StartSeconds, other.StartSeconds))));

    private static (float[] Samples, IReadOnlyList<SpeechSpan> Spans) Place(float[][] spoken, double pauseSeconds)
    {
        var samples = new List<float>();
        var spans = new List<SpeechSpan>();
        foreach (var phrase in spoken)
        {
            samples.AddRange(new float[(int)(pauseSeconds * Rate)]);
            spans.Add(new((double)samples.Count / Rate, (double)(samples.Count + phrase.Length) / Rate));
            samples.AddRange(phrase);
        }

        return ([.. samples], spans);
    }

    private static float[] Mix(float[] speech, float[] noise, int ratio) =>
        Noises.Mix(speech, speech.Count(sample => sample != 0), noise, ratio);

    private static float[] Louder(float[] samples, double decibels) =>
        [.. samples.Select(sample => sample * (float)Math.Pow(10, decibels / 20))];

    /// <summary>Speech of several synthetic voices.</summary>
    public sealed class Phrases : IAsyncLifetime
    {
        private static readonly string[] Texts =
        [
            "the ship left the harbour in the morning", "seven yellow lemons", "nobody had seen the garden door",
            "she read the whole letter twice", "a long and windy road", "the kitchen clock had stopped again",
            "twenty people waited at the station",
            "his answer was simple",
            "rain fell on the silver roofs",
            "we met the painter on the bridge",
        ];

        public AudioWorkbench Bench { get; } = new();

        public float[][] Speaker { get; private set; } = [];

        public float[][] Second { get; private set; } = [];

        /// <summary>Of eight voices in turn.</summary>
        public float[][] Others { get; private set; } = [];

        public async Task InitializeAsync()
        {
            Speaker = await SayAsync("en-us");
            Second = await SayAsync("en-gb+f3");
            Others = await SayAsync(
                "en-us+m4", "en-gb+f2", "en-gb-scotland+m6", "en-us+f4", "en-029+m2", "en-gb+m7", "en-us+f1", "en-gb-x-rp+m3");
        }

        public Task DisposeAsync()
        {
            Bench.Dispose();
            return Task.CompletedTask;
        }

        private async Task<float[][]> SayAsync(params string[] voices)
        {
            var said = new List<float[]>();
            foreach (var text in Texts)
                said.Add(await Bench.SayAsync(voices[said.Count % voices.Length], text));
            return [.. said];
        }
    }
}
