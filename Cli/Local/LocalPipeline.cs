using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Local;

/// <summary>The service's parts in this process, with the environment's settings, for commands without host or storage.</summary>
internal sealed class LocalPipeline : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private LocalPipeline(ServiceProvider services) => this.services = services;

    /// <summary>All that makes an embedding of a recording.</summary>
    /// <param name="model">The encoder; null takes <c>Voice__Model</c>.</param>
    /// <exception cref="CommandException">A setting is wrong; the message lists every error.</exception>
    public static LocalPipeline CreateForEmbedding(string? model)
    {
        // Without Whisper there are no segments to cut by.
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Voice__Segments"] = nameof(VoiceSegments.Vad) };
        if (model is not null) settings["Voice__Model"] = model;
        return Create(settings, withSpeech: false);
    }

    /// <summary>All that makes a transcript and an embedding; the Whisper model is loaded when this returns.</summary>
    /// <param name="settings">Settings that go before the environment's, by environment names such as <c>Voice__Model</c>.</param>
    /// <exception cref="CommandException">A setting is wrong, or the model cannot be loaded; the message lists every error.</exception>
    public static async Task<LocalPipeline> LoadAsync(
        IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var pipeline = Create(settings, withSpeech: true);
        var engine = pipeline.services.GetRequiredService<WhisperEngine>();
        try
        {
            await Task.Run(engine.Prepare, cancellationToken);
            await engine.LoadAsync().WaitAsync(cancellationToken);
            return pipeline;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await pipeline.DisposeAsync();
            throw new CommandException($"The Whisper model cannot be loaded. {e.Message}", e);
        }
    }

    /// <summary>The Whisper model and compute type in use, such as <c>base-float16</c>.</summary>
    public string ModelProfile => services.GetRequiredService<WhisperEngine>().Footprint.Name;

    /// <summary>Prepares a recording as the service does: checked, trimmed to its window, converted, embedded.</summary>
    /// <exception cref="RejectedException">It was rejected; the message says why.</exception>
    /// <exception cref="CommandException">It cannot be decoded; the message says why.</exception>
    public async Task<LocalVoice> PrepareAsync(string file, bool transcribe, CancellationToken cancellationToken)
    {
        using var folder = services.GetRequiredService<WorkFolders>().Create();
        folder.Link(file);
        var validation = await services.GetRequiredService<ClipValidator>().ValidateAndTrimAsync(folder, cancellationToken);
        if (validation is Validation.Rejected { Rejection: var rejection })
            throw new RejectedException(file, rejection);

        var clip = ((Validation.Accepted)validation).Clip;
        var (speech, reference, referenceFile) = await ConvertAsync(file, folder, clip.Window.Seconds, cancellationToken);
        var transcript = transcribe
            ? (await services.GetRequiredService<WhisperEngine>().TranscribeAsync(speech, clip.Speech, null, cancellationToken)).Transcript
            : null;
        var embedding = services.GetRequiredService<VoiceEmbedder>()
            .Embed(reference, clip.Speech, transcript?.Segments ?? [], cancellationToken);
        return new LocalVoice(clip, embedding, transcript, await File.ReadAllBytesAsync(referenceFile, cancellationToken));
    }

    /// <summary>The embedding of a recording as one piece, unchecked.</summary>
    /// <exception cref="CommandException">It cannot be decoded, or is too long or too short for that.</exception>
    public async Task<VoiceEmbedding> EmbedWholeAsync(string file, CancellationToken cancellationToken)
    {
        using var folder = services.GetRequiredService<WorkFolders>().Create();
        folder.Link(file);
        var (_, reference, referenceFile) = await ConvertAsync(file, folder, trimmedSeconds: null, cancellationToken);
        if (new FileInfo(referenceFile).Length >= AudioConverter.MaxBytes)
            throw new CommandException(
                $"{file} is longer than {AudioConverter.MaxBytes / (2 * SampleRates.Reference)} s: cut it, or leave --whole out.");
        return reference.Length >= VoiceEmbedder.MinSamples
            ? services.GetRequiredService<VoiceEmbedder>().EmbedWhole(reference, cancellationToken)
            : throw new CommandException(
                $"{file} has {reference.Length} samples at {SampleRates.Reference} Hz; an embedding takes {VoiceEmbedder.MinSamples}.");
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static LocalPipeline Create(IEnumerable<KeyValuePair<string, string>> settings, bool withSpeech)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(
                settings.Select(setting =>
                    new KeyValuePair<string, string?>(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();
        var pipeline = new LocalPipeline(SettingErrors.Build(configuration, withSpeech));
        SettingErrors.ReportUnknown(pipeline.services);
        if (SettingErrors.Of(pipeline.services) is not { Count: > 0 } errors)
            return pipeline;
        pipeline.services.Dispose();
        throw new CommandException(string.Join(Environment.NewLine, errors));
    }

    /// <param name="trimmedSeconds">How long its window in the folder is; null converts all of it.</param>
    private async Task<(float[] Speech, float[] Reference, string ReferenceFile)> ConvertAsync(
        string file, WorkFolder folder, double? trimmedSeconds, CancellationToken cancellationToken)
    {
        var (speechFile, referenceFile) = (folder.File("speech.wav"), folder.File("reference.wav"));
        try
        {
            if (trimmedSeconds is { } seconds)
                AudioConverter.ConvertTrimmed(folder.Trimmed, seconds, speechFile, referenceFile);
            else
                await services.GetRequiredService<AudioConverter>().ConvertAsync(folder, speechFile, referenceFile, cancellationToken);
            return (WavFile.ReadMono(speechFile).Samples, WavFile.ReadMono(referenceFile).Samples, referenceFile);
        }
        catch (Exception e) when (e is IOException or TimeoutException or InvalidDataException)
        {
            throw new CommandException($"{file} could not be decoded as audio. {e.Message}", e);
        }
    }
}
