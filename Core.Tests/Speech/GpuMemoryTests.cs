using VoicePrep.Benchmarks;

namespace VoicePrep.Tests.Speech;

public sealed class GpuMemoryTests
{
    [Theory]
    [InlineData("4711, 612\n", 612)]
    [InlineData("17, 90\n4711, 612\n", 612)]
    [InlineData("4711, 612\n17, 90\n4711, 100\n", 712)] // on two GPUs
    public void Parse_LinesOfTheProcess_AreAddedUp(string csv, int megabytes) => Assert.Equal(megabytes, GpuMemory.Parse(csv, 4711));

    [Theory]
    [InlineData("")]
    [InlineData("47110, 612\n")]
    [InlineData("4711, [N/A]\n")]
    [InlineData("4711, [Insufficient Permissions]\n")]
    [InlineData("4711, 612\n4711, [N/A]\n")]
    [InlineData("No running processes found\n")]
    public void Parse_WhatTheDriverDoesNotTell_IsNoNumber(string csv) => Assert.Null(GpuMemory.Parse(csv, 4711));
}
