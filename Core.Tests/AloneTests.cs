namespace VoicePrep.Tests;

/// <summary>Tests that run while no others do: what they measure is the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneTests
{
    public const string Name = "Alone";
}
