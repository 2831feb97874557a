using System.CommandLine;
using VoicePrep.Benchmarks.Commands;

namespace VoicePrep.Benchmarks;

/// <summary>What is measured; how, and the last results, is in <c>bench/</c>.</summary>
internal static class BenchmarkCommands
{
    public static RootCommand Create() => new("Measures; bench/ says what, how, and the last results.")
    {
        ServiceCommand.Create(),
        CostCommand.Create(),
        AudioCommand.Create(),
        VerdictCommand.Create(),
        FuzzCommand.Create(),
        SpeechCommand.Create(),
        ModelCommand.Create(),
        SameCommand.CreateResults(),
        SameCommand.Create(),
    };
}
