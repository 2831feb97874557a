using VoicePrep.Audio.Verdicts;
using VoicePrep.Benchmarks;

namespace VoicePrep.Tests.Cli;

public sealed class PreparedResultTests
{
    private const double Tolerance = 1e-4;

    private static readonly PreparedResult Accepted = new(
        "a.wav", null, 0, 10, Verdict.Of([new("peak", -3, "dB", -1, Grade.Good, null)]), "one two", [], [1, 2]);

    private static readonly PreparedResult Rejected = new("a.wav", RejectionCodes.ClipTooShort, 0, 0, null, null, null, null);

    [Fact]
    public void DifferencesTo_OneThingDiffers_TellsIt()
    {
        PreparedResult[] others =
        [
            Rejected,
            Accepted with { StartSeconds = 0.5 },
            Accepted with { Verdict = Verdict.Of([new("peak", -0.5, "dB", -1, Grade.Usable, null)]) },
            Accepted with { Text = "one too" },
            Accepted with { Reasons = ["repetition"] },
            Accepted with { Embedding = [1, 2.001f] },
        ];

        Assert.All(others, other => Assert.NotEmpty(Accepted.DifferencesTo(other, Tolerance)));
    }

    [Fact]
    public void DifferencesTo_WithinTheTolerance_IsEmpty()
    {
        Assert.Empty(Accepted.DifferencesTo(Accepted with { Embedding = [1, 2.00001f] }, Tolerance));
        Assert.Empty(Rejected.DifferencesTo(Rejected, Tolerance));
    }
}
