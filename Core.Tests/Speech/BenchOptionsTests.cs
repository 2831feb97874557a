using VoicePrep.Benchmarks;
using VoicePrep.Models;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class BenchOptionsTests
{
    [Theory]
    [InlineData("speech --device cuda --model weights.bin --places 8 --at-once 1 3 8 --runs 20 --quick --json x.json")]
    [InlineData("speech --device cpu --load-per-clip tiny")]
    [InlineData("model large-v2 --compute-type float16 int8 int5 --output folder")]
    public void Parse_OptionsOfAGpuRun_AreKnown(string arguments) => Assert.Empty(BenchmarkCommands.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("speech --places 0")]
    [InlineData("speech --runs 0")]
    [InlineData("speech --device tpu")]
    [InlineData("model enormous --output folder")]
    [InlineData("model base --compute-type int3 --output folder")]
    [InlineData("model base")]
    public void Parse_WhatCannotBeMeasured_IsAnError(string arguments) =>
        Assert.NotEmpty(BenchmarkCommands.Create().Parse(arguments).Errors);

    [Fact]
    public async Task Model_QuantisedAlone_LeavesThatFileOnly()
    {
        using var folder = new TempFolder();

        Assert.Equal(
            0, await BenchmarkCommands.Create().Parse(["model", "tiny", "--compute-type", "int5", "--output", folder.Path]).InvokeAsync());

        var file = Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Equal("tiny-random-int5.bin", Path.GetFileName(file));
        Assert.Equal(9, GgmlFile.Read(file).Header.WeightType); // q5_1
    }
}
