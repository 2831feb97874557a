using System.CommandLine;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep bench</c>: what is measured, and how, is in bench/.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measures; bench/ says what, how, and the last results.")
    {
        BenchServiceCommand.Create(),
        BenchCostCommand.Create(),
        BenchAudioCommand.Create(),
        BenchVerdictCommand.Create(),
        BenchFuzzCommand.Create(),
        BenchSpeechCommand.Create(),
        BenchModelCommand.Create(),
        BenchSameCommand.CreateResults(),
        BenchSameCommand.Create(),
    };
}
