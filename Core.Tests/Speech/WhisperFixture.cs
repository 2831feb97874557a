using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

/// <summary>The demo model on the CPU, loaded once for all tests of the collection.</summary>
public sealed class WhisperFixture : IDisposable
{
    /// <summary>The demo model's file.</summary>
    public static string DemoFile { get; } = Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin");

    /// <summary>Clips that <see cref="Engine"/> transcribes at once.</summary>
    public const int Places = 3;

    /// <summary>Folder of the libwhisper under test.</summary>
    public static string LibraryFolder { get; } = WhisperLibrary.Load(
        AppContext.BaseDirectory, new() { Device = WhisperDevice.Cpu }).Folder;

    public static bool ComputesFloat32 => Float32Convolution.IsSupported();

    public WhisperFixture() => Engine = Start(new() { Model = ModelFiles.Demo, Device = WhisperDevice.Cpu, Concurrency = $"{Places}" });

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

    /// <summary>
    /// A process loads one libwhisper: <c>VOICEPREP_TEST_WHISPER</c> names the folder of another than the one that was built in.
    /// </summary>
    [ModuleInitializer]
    internal static void LoadOther()
    {
        if (Environment.GetEnvironmentVariable("VOICEPREP_TEST_WHISPER") is { Length: > 0 } folder)
            WhisperLibrary.Load(AppContext.BaseDirectory, new() { LibraryFolder = folder });
    }

    public void Dispose() => Engine.Dispose();
}

/// <summary>Tests of one collection run one after the other: they measure, and they share the cores.</summary>
[CollectionDefinition(Name)]
public sealed class WhisperTests : ICollectionFixture<WhisperFixture>
{
    public const string Name = "Whisper";
}
