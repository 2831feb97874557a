using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Engine;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class ProfileTests
{
    private const int Places = 2;
    private const int BudgetMebibytes = 3072;

    private static readonly WhisperOptions LargeV2 = new() { Model = "large-v2", Concurrency = $"{Places}" };

    [Theory]
    [InlineData("base", ComputeType.Float16, 3, true)]
    [InlineData("small", ComputeType.Float16, 3, true)]
    [InlineData("large-v3-turbo", ComputeType.Int8, 3, true)]
    [InlineData("large-v3-turbo", ComputeType.Float16, 2, true)]
    [InlineData("large-v2", ComputeType.Int5, 2, true)]
    [InlineData("large-v2", ComputeType.Int5, 3, false)]
    [InlineData("large-v2", ComputeType.Float16, 1, false)]
    [InlineData("large-v2", ComputeType.Float32, 1, false)]
    public void Of_ThePlansProfiles_AreInsideOrOverTheBudget(string model, ComputeType computeType, int places, bool inside)
    {
        var footprint = ModelFootprint.Of(ModelCatalogue.Default.Find(model)!, computeType, places);

        Assert.Equal(inside, footprint.TotalMebibytes <= BudgetMebibytes);
    }

    /// <summary>What the driver told of the process on an H100 (<c>bench/gpu.md</c>).</summary>
    [Theory]
    [InlineData("base", ComputeType.Float16, 3, 1434)]
    [InlineData("base", ComputeType.Float16, 8, 2608)]
    [InlineData("small", ComputeType.Float16, 3, 1968)]
    [InlineData("large-v2", ComputeType.Int5, 3, 3386)]
    [InlineData("large-v2", ComputeType.Int8, 3, 3934)]
    [InlineData("large-v2", ComputeType.Float16, 3, 5336)]
    [InlineData("large-v2", ComputeType.Float16, 8, 8330)]
    public void Of_WhatWasMeasured_IsToldWithinTwoPercent(string model, ComputeType computeType, int places, int megabytes)
    {
        var footprint = ModelFootprint.Of(ModelCatalogue.Default.Find(model)!, computeType, places);

        Assert.InRange(footprint.TotalMebibytes / (double)megabytes, 0.98, 1.02);
    }

    [Fact]
    public void Nearest_LargeModelOverTheBudget_IsTheSameModelSmaller() =>
        Assert.Equal("large-v2-int5", ModelFootprint.Nearest(LargeV2, BudgetMebibytes)?.Name);

    [Fact]
    public void Nearest_AdaptiveContext_CountsTwoStatesAPlace()
    {
        var fits = ModelFootprint.Nearest(LargeV2, BudgetMebibytes)!;

        var adaptive = ModelFootprint.Nearest(
            new() { Model = "large-v2", Concurrency = $"{Places}", AudioContext = AudioContext.Adaptive }, fits.TotalMebibytes);

        Assert.NotEqual(fits.Name, adaptive?.Name);
    }

    [Fact]
    public void Nearest_NothingFits_IsNull() => Assert.Null(ModelFootprint.Nearest(LargeV2, 100));

    [Fact]
    public void Validate_EverythingWrong_ListsEveryErrorWithItsKey()
    {
        var result = Validate(
            new()
            {
                Model = "huge",
                Concurrency = "0",
                DeviceIndex = -1,
                MaxGpuMemoryMebibytes = 0,
                Language = "klingon",
                LibraryFolder = "/no/such/folder",
            });

        Assert.Equal(6, result.Failures!.Count());
        Assert.All(
            ["Model", "Concurrency", "DeviceIndex", "MaxGpuMemoryMebibytes", "Language", "LibraryFolder"],
            key => Assert.Contains($"Whisper__{key}", result.FailureMessage, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("Auto")]
    [InlineData("8")]
    public void Validate_SoundPlaces_Passes(string concurrency) =>
        Assert.True(Validate(new() { Model = ModelFiles.Demo, Concurrency = concurrency }).Succeeded);

    [Theory]
    [InlineData("many")]
    [InlineData("9")]
    [InlineData("")]
    public void Validate_PlacesThatCannotBe_SaysWhatCan(string concurrency) => Assert.Equal(
        [$"Whisper__Concurrency is '{concurrency}': set it to auto, or 1 to 8."],
        Validate(new() { Model = ModelFiles.Demo, Concurrency = concurrency }).Failures);

    [Fact]
    public void Validate_PlacesByTheirEarlierName_PassesOrSaysTheNewOne()
    {
        Assert.True(Validate(new() { Model = ModelFiles.Demo, BatchSize = 3 }).Succeeded);
        Assert.Equal(
            ["Whisper__Concurrency is '9': set it to auto, or 1 to 8."],
            Validate(new() { Model = ModelFiles.Demo, BatchSize = 9 }).Failures);
    }

    [Fact]
    public void Validate_ModelThatWasNotPulled_SaysTheCommand()
    {
        var validator = new WhisperOptionsValidator(new ModelFiles(Options.Create(new ModelOptions { Folder = "/no/such/folder" })));

        var result = validator.Validate(null, new() { Model = "large-v2", ComputeType = ComputeType.Int5 });

        Assert.Contains("./run.sh models pull large-v2 --compute-type int5", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_OverAnEnforcedBudget_NamesTheNearestProfile()
    {
        var result = Validate(new() { Model = ModelFiles.Demo, MaxGpuMemoryMebibytes = 300, EnforceGpuBudget = true });

        Assert.Contains("demo-float16 needs", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("MiB, over Whisper__MaxGpuMemoryMebibytes (300)", result.FailureMessage, StringComparison.Ordinal);
    }

    /// <summary>The plan's rollback: two settings, another start, the other model; there and back within five minutes.</summary>
    [Fact]
    public async Task Rollback_ByTwoSettings_ServesTheOtherModelAndComesBack()
    {
        // Whisper.net's package computes float32 on a GPU only; int8 stands for the other model then.
        var (name, type, file) = WhisperFixture.ComputesFloat32
            ? ("float32", GgmlType.Float32, "ggml-large-v2-f32.bin")
            : ("int8", GgmlType.Q80, "ggml-large-v2-q8_0.bin");
        var folder = Directory.CreateTempSubdirectory("rollback-");
        try
        {
            var demo = Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin");
            File.Copy(demo, Path.Combine(folder.FullName, "ggml-base.bin"));
            GgmlConverter.Convert(demo, Path.Combine(folder.FullName, file), type, CancellationToken.None);
            var watch = Stopwatch.StartNew();

            Assert.Equal("base-float16", await ServeAsync(folder.FullName, "base", "float16"));
            Assert.Equal($"large-v2-{name}", await ServeAsync(folder.FullName, "large-v2", name));
            Assert.Equal("base-float16", await ServeAsync(folder.FullName, "base", "float16"));

            Assert.InRange(watch.Elapsed.TotalMinutes, 0, 5);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task StartAsync_CudaOnAMachineWithout_EndsTheStart()
    {
        using var host = Host("models", "demo", "float16", "cuda");

        var error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());

        Assert.Contains("Whisper__Device is cuda", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Starts the service's speech part with those settings, transcribes, and says which profile served.</summary>
    private static async Task<string> ServeAsync(string folder, string model, string computeType)
    {
        using var host = Host(folder, model, computeType, "cpu");
        await host.StartAsync();
        var engine = host.Services.GetRequiredService<WhisperEngine>();
        var result = await engine.TranscribeAsync(SpokenDigits.Say("one two three").Samples, null, null, CancellationToken.None);
        Assert.Equal("one two three", result.Transcript.Text);
        await host.StopAsync();
        return engine.Status.ModelProfile;
    }

    private static ValidateOptionsResult Validate(WhisperOptions options) =>
        new WhisperOptionsValidator(new ModelFiles(Options.Create(new ModelOptions()))).Validate(null, options);

    private static IHost Host(string folder, string model, string computeType, string device)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Models:Folder"] = folder,
            ["Whisper:Model"] = model,
            ["Whisper:ComputeType"] = computeType,
            ["Whisper:Device"] = device,
        });
        builder.Services.AddLogging().AddSpeech(builder.Configuration);
        return builder.Build();
    }
}
