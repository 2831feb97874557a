using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

public sealed class VoiceSimilarityTests
{
    [Theory]
    [InlineData(new[] { 1f, 2, 3 }, new[] { 2f, 4, 6 }, 1)]
    [InlineData(new[] { 1f, 0 }, new[] { 0f, 5 }, 0)]
    [InlineData(new[] { 1f, 1 }, new[] { -2f, -2 }, -1)]
    [InlineData(new[] { 1f, 0 }, new[] { 1f, 1 }, 0.70710678)]
    public void Cosine_TwoDirections_IsTheirAngleWhateverTheirLength(float[] a, float[] b, double expected) =>
        Assert.Equal(expected, VoiceSimilarity.Cosine(a, b), 6);

    [Theory]
    [InlineData(new[] { 1f }, new[] { 1f, 2 })]
    [InlineData(new float[0], new float[0])]
    [InlineData(new[] { 0f, 0 }, new[] { 1f, 2 })]
    [InlineData(new[] { float.NaN, 0 }, new[] { 1f, 2 })]
    public void Cosine_NoDirection_Throws(float[] a, float[] b) => Assert.ThrowsAny<ArgumentException>(() => VoiceSimilarity.Cosine(a, b));
}
