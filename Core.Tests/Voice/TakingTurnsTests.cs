using VoicePrep.Audio.Verdicts;
using VoicePrep.Models;
using VoicePrep.Testing;
using VoicePrep.Tests.Audio;
using Xunit.Abstractions;

namespace VoicePrep.Tests.Voice;

/// <summary>
/// The row <c>one_speaker</c> over recordings, with the demo encoder. The pair was chosen because it is clearly distinguished, as not all
/// pairs of espeak-ng's voices are (<c>bench/voice.md</c> has the error rates). So this shows that the parts work together, not how often
/// the row is right.
/// </summary>
public sealed class TakingTurnsTests(ITestOutputHelper output)
{
    private static readonly string[] Sentences =
    [
        "The early train leaves the station at seven in the morning.",
        "Every winter the river behind our house freezes for a week.",
        "She bought three kinds of bread and a small jar of honey.",
        "Nobody knew why the old clock had stopped so suddenly.",
        "We walked along the harbour until the lights went out.",
        "The teacher asked them to read the second page again.",
    ];

    [Theory]
    [InlineData("en-us+m3", "en-us+f2", Grade.Usable)]
    [InlineData("en-us+m3", "en-us+m3", Grade.Good)]
    [InlineData("en-us+f2", "en-us+f2", Grade.Good)]
    public async Task Check_VoicesByTheSentence_FlagsTwoAndNotOne(string even, string odd, Grade expected)
    {
        using var bench = new AudioWorkbench();
        var clip = await bench.AcceptAsync(await SpeakAsync(bench, even, odd));
        var (_, reference) = bench.Convert();

        var check = OneSpeaker.Check(
            Embedders.Create(ModelFiles.Demo).Embed(reference, clip.Speech, [], CancellationToken.None).Consistency?.BetweenGroups);

        output.WriteLine($"{even}, {odd}: {check.Value:0.00}");
        Assert.Equal(("one_speaker", expected), (check.Name, check.Outcome));
        Assert.NotNull(check.Value);
        Assert.Equal(expected == Grade.Good, check.Advice is null);
    }

    private static async Task<string> SpeakAsync(AudioWorkbench bench, string even, string odd)
    {
        var inputs = new List<string>();
        foreach (var (index, sentence) in Sentences.Index())
        {
            var file = bench.File($"{index}.wav");
            await TestProcess.RunAsync("espeak-ng", "-v", index % 2 == 0 ? even : odd, "-s", "150", "-w", file, sentence);
            inputs.AddRange(["-i", file]);
        }

        return await bench.MakeAsync([.. inputs, "-filter_complex", $"concat=n={Sentences.Length}:v=0:a=1", "turns.wav"]);
    }
}
