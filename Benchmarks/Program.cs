using VoicePrep.Benchmarks;
using VoicePrep.Cli;

return await ConsoleProgram.RunAsync(BenchmarkCommands.Create(), args);
