using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech;

namespace VoicePrep.Tests.Speech;

/// <summary>The demo model on the CPU, loaded once for all tests of the collection.</summary>
public sealed class WhisperFixture : IDisposable
{
    /// <summary>The demo model's file.</summary>
    public static string DemoFile { get; } = Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin");

    public WhisperFixture() => Engine = Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu });

    public WhisperEngine Engine { get; }

    /// <summary>An engine of its own, loaded and warm.</summary>
    public static WhisperEngine Start(WhisperOptions options)
    {
        var engine = Create(options);
        engine.Prepare();
        engine.LoadAsync().GetAwaiter().GetResult();
        return engine;
    }

    /// <summary>An engine that was not loaded.</summary>
    public static WhisperEngine Create(WhisperOptions options) =>
        new(Options.Create(options), new ModelFiles(Options.Create(new ModelOptions())), NullLogger<WhisperEngine>.Instance);

    public void Dispose() => Engine.Dispose();
}

/// <summary>Tests of one collection run one after the other: they measure, and they share the cores.</summary>
[CollectionDefinition(Name)]
public sealed class WhisperTests : ICollectionFixture<WhisperFixture>
{
    public const string Name = "Whisper";
}
