using System.Text.Json;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;

namespace VoicePrep.Tests.Contracts;

public sealed class MeasuredTests
{
    [Fact]
    public void Rejection_WithValues_SurvivesJson()
    {
        var rejection = Rejections.GradeTooLow(new Verdict(Grade.Poor, [Thresholds.Hum.Judge(-3)]), Grade.Good);

        var read = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(new VoiceStatus("id", VoiceState.Rejected, Rejection: rejection), VoiceJson.Default.VoiceStatus),
            VoiceJson.Default.VoiceStatus)!.Rejection!;

        Assert.Equal(rejection.Values!, read.Values!);
        Assert.Equal("hum", read.Values!["checks"].Word);
    }

    [Fact]
    public void Rejection_OfAnEarlierVersion_HasNoValues() =>
        Assert.Null(
            JsonSerializer.Deserialize(
                """{ "id": "id", "status": "rejected", "rejection": { "code": "c", "message": "m", "advice": "a" } }""",
                VoiceJson.Default.VoiceStatus)!.Rejection!.Values);

    [Fact]
    public void Check_NotGood_HasItsLimitsAndTheReason()
    {
        var check = Thresholds.Bandwidth.Judge(3000);

        var read = JsonSerializer.Deserialize<Check>(JsonSerializer.Serialize(check))!; // as the orchestration hands it on

        Assert.Equal(
            new Dictionary<string, Measured> { ["good"] = 7000, ["usable"] = 5500, ["reason"] = CheckReasons.TooLow }, read.Values!);
    }
}
