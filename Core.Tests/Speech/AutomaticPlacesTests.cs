using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Tests.Speech;

public sealed class AutomaticPlacesTests
{
    private static readonly GgmlFile File = GgmlFile.Read(WhisperFixture.DemoFile);

    [Fact]
    public void On_Cpu_IsTwoWhereThereAreCores() =>
        Assert.Equal(Math.Min(2, Environment.ProcessorCount), AutomaticPlaces.On(ComputeDevice.Cpu, new(), File));

    [Fact]
    public void On_GpuWithRoom_IsThree() => Assert.Equal(3, On(Needs(3)));

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void On_GpuWithAMebibyteTooLittle_IsOneFewerAndAtLeastOne(int places, int chosen)
    {
        Assert.Equal(chosen, On(Needs(places) - 1));
        Assert.Equal(chosen, On(long.MaxValue, budget: Needs(places) - 1));
    }

    private static int On(long freeMebibytes, int budget = 100_000) =>
        AutomaticPlaces.On(new("CUDA0 (some)", 0, freeMebibytes), new() { MaxGpuMemoryMebibytes = budget }, File);

    private static int Needs(int places) => ModelFootprint.Of(new WhisperOptions(), File, places).TotalMebibytes;
}
