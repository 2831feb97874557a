using VoicePrep.Joining;

namespace VoicePrep.Tests.Joining;

public sealed class JoinOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => Assert.True(new JoinOptionsValidator().Validate(null, new JoinOptions()).Succeeded);

    [Theory]
    [InlineData(1, 15, "Join__MinSimilarity is 1")]
    [InlineData(double.NaN, 15, "Join__MinSimilarity is NaN")]
    [InlineData(0.3, 0, "Join__MaxNoiseGap is 0")]
    public void Validate_OutOfRange_SaysWhatCanBe(double minSimilarity, double maxNoiseGap, string expected) =>
        Assert.StartsWith(
            expected,
            Assert.Single(
                new JoinOptionsValidator()
                    .Validate(null, new JoinOptions { MinSimilarity = minSimilarity, MaxNoiseGap = maxNoiseGap }).Failures!),
            StringComparison.Ordinal);
}
