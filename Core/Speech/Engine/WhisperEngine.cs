using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Computing;
using VoicePrep.Contracts.Reports;
using VoicePrep.Models;
using VoicePrep.Signal;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Native;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Speech.Engine;

/// <summary>
/// The warm Whisper of this process: one copy of the weights, loaded once, and <c>Whisper__Concurrency</c> places over it.
/// A clip starts as soon as a place is free, first come first served, and never waits for companions.
/// </summary>
public sealed class WhisperEngine : IDisposable
{
    private const double MaxSeconds = 30.5;

    private readonly WhisperOptions options;
    private readonly ILogger<WhisperEngine> logger;
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GgmlFile file;

    private ComputeDevice? device;
    private ClipQueue? places;
    private WhisperModel? model;
    private SessionPool? sessions;
    private string libraryVersion = "";
    private volatile string? fault;
    private string? notice;
    private TimeSpan? loadDuration;
    private int running;

    /// <summary>Checks the model file; nothing is loaded yet.</summary>
    /// <exception cref="ModelFileException">The model file is missing, cut short or of another format.</exception>
    public WhisperEngine(IOptions<WhisperOptions> options, ModelFiles files, ILogger<WhisperEngine> logger)
    {
        this.options = options.Value;
        this.logger = logger;
        File = new(files.ResolveWhisper(this.options.Model, this.options.ComputeType));
        file = GgmlFile.Read(File.Path);
        Footprint = ModelFootprint.Of(this.options, file, this.options.AskedPlaces ?? 1);
        Languages = SpokenLanguage.CodesOf(file.Header);
    }

    /// <summary>The model in use and its memory; counted with one place until <see cref="Prepare"/> has chosen how many.</summary>
    public ModelFootprint Footprint { get; private set; }

    /// <summary>The model's file.</summary>
    public LoadedFile File { get; }

    /// <summary>Codes of the languages that the model knows.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The engine's current state.</summary>
    public EngineStatus Status => new(
        Footprint.Name,
        device?.Name ?? EngineStatus.None.Device,
        loaded.Task.IsCompletedSuccessfully && fault is null,
        Footprint.TotalMebibytes > options.MaxGpuMemoryMebibytes,
        device is { IsGpu: true } ? Footprint.TotalBytes : null,
        loadDuration,
        places?.AtOnce ?? 0,
        (places?.Waiting ?? 0) + (sessions?.Waiting ?? 0),
        Volatile.Read(ref running),
        fault,
        notice,
        libraryVersion);

    /// <summary>Loads libwhisper, and chooses the device and the places.</summary>
    /// <exception cref="WhisperException">The library cannot be loaded, or the requested device is not usable.</exception>
    public unsafe void Prepare()
    {
        var library = WhisperLibrary.Load(AppContext.BaseDirectory, options);
        NativeLog.SendTo(logger);
        libraryVersion = $"{Marshal.PtrToStringUTF8((nint)WhisperApi.Version())} ({(library.IsPackage ? "Whisper.net" : "tuned")})";
        device = ComputeDevice.Choose(options, library.IsGpuBuild, out var reason);
        notice = Notices.Join([.. library.Notices, reason]);
        if (notice is not null)
            SpeechLog.Notice(logger, notice);
        var atOnce = options.AskedPlaces ?? AutomaticPlaces.On(device, options, file);
        Footprint = ModelFootprint.Of(options, file, atOnce);
        places = new(atOnce);
        SpeechLog.Library(logger, libraryVersion, library.Folder, device.Name, atOnce);
        CheckMemory(device);
        if (file.Header.WeightType == (int)GgmlType.Float32 && !device.IsGpu && !Float32Convolution.IsSupported())
            throw new WhisperException(
                $"This build of libwhisper ({library.Folder}) cannot compute float32 models on the CPU. "
                    + "Set Whisper__ComputeType to float16, which has the same weights, "
                    + "use a GPU, or the library that ./setup.sh --tuned builds.");
    }

    /// <summary>Loads the weights and warms the model up. <see cref="TranscribeAsync"/> waits for it.</summary>
    /// <exception cref="WhisperException">The weights cannot be loaded.</exception>
    public async Task LoadAsync()
    {
        try
        {
            var chosen = device ?? throw new InvalidOperationException("Prepare comes first.");
            loadDuration = await ComputeThread.RunAsync(() => Load(chosen));
            loaded.SetResult();
        }
        catch (Exception e)
        {
            fault = e.Message;
            loaded.SetException(e);
            throw;
        }
    }

    /// <summary>Transcribes a clip.</summary>
    /// <param name="samples">16 kHz mono, full scale is 1; at most 30 s.</param>
    /// <param name="speech">Where the speech is, in seconds from the clip's start; null if unknown. Silence at the ends is left
    /// out.</param>
    /// <param name="language">As <see cref="SpokenLanguage.Find"/> understands it; null takes <c>Whisper__Language</c>.</param>
    /// <exception cref="ArgumentException">The clip is longer than 30 s, or the model does not know the language.</exception>
    /// <exception cref="WhisperException">The model could not be loaded, or a native call failed.</exception>
    public async Task<Transcription> TranscribeAsync(
        ReadOnlyMemory<float> samples, IReadOnlyList<SpeechSpan>? speech, string? language, CancellationToken cancellationToken)
    {
        if (samples.Length > MaxSeconds * SampleRates.Speech)
            throw new ArgumentException(
                $"The clip has {samples.Length / (double)SampleRates.Speech:F1} s; Whisper hears 30 s.", nameof(samples));

        var asked = language ?? options.Language;
        var code = SpokenLanguage.Find(asked, Languages)
            ?? throw new ArgumentException(SpokenLanguage.Problem(asked, Languages), nameof(language));
        var warm = loaded.Task.IsCompletedSuccessfully;
        await loaded.Task.WaitAsync(cancellationToken);

        var arrived = Stopwatch.GetTimestamp();
        using var place = await places!.EnterAsync(cancellationToken);

        // The place is released when this method returns, but the session only when its native call returns, which on a CPU can be a
        // second after a cancellation.
        var (transcript, passes, started) = await HearAsync(samples, speech, code, cancellationToken).WaitAsync(cancellationToken);
        return new(transcript, warm, Stopwatch.GetElapsedTime(arrived, started), passes);
    }

    public void Dispose()
    {
        places?.Dispose();
        sessions?.Dispose();
        model?.Dispose();
    }

    private void CheckMemory(ComputeDevice chosen)
    {
        if (chosen.FreeMebibytes < Footprint.TotalMebibytes)
        {
            var nearest = ModelFootprint.Nearest(options, chosen.FreeMebibytes.Value);
            throw new WhisperException(
                $"{Footprint.Name} needs {Footprint.TotalMebibytes} MiB, and {chosen.Name} has {chosen.FreeMebibytes} MiB free. "
                + (
                    nearest is null
                        ? "No profile of the catalogue fits."
                        : $"The nearest profile that fits is {nearest.Name} with {nearest.TotalMebibytes} MiB."));
        }
        if (Footprint.TotalMebibytes > options.MaxGpuMemoryMebibytes)
            SpeechLog.OverBudget(logger, Footprint.Name, Footprint.TotalMebibytes, options.MaxGpuMemoryMebibytes);
    }

    private TimeSpan Load(ComputeDevice chosen)
    {
        var watch = Stopwatch.StartNew();
        model = WhisperModel.Load(file, chosen);
        if (File.IsReplaced)
            throw new WhisperException($"The model file {file.Path} was changed while it was loaded: start again when it is whole.");
        sessions = new SessionPool(places!.AtOnce, () => new(model));
        var loadMilliseconds = watch.ElapsedMilliseconds;
        sessions.WarmUp(chosen, options.AudioContext, Environment.ProcessorCount);
        SpeechLog.Loaded(logger, Footprint.Name, loadMilliseconds, watch.ElapsedMilliseconds - loadMilliseconds);
        return watch.Elapsed;
    }

    private async Task<(Transcript Transcript, int EncoderPasses, long Started)> HearAsync(
        ReadOnlyMemory<float> samples, IReadOnlyList<SpeechSpan>? speech, string language, CancellationToken cancellationToken)
    {
        using var rented = await sessions!.RentAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var (transcript, passes) = await ComputeThread.RunAsync(() => Hear(rented.Session, samples, speech, language, cancellationToken));
        return (transcript, passes, started);
    }

    private (Transcript Transcript, int EncoderPasses) Hear(
        WhisperSession session,
        ReadOnlyMemory<float> samples,
        IReadOnlyList<SpeechSpan>? speech,
        string language,
        CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref running);
        try
        {
            var cores = Environment.ProcessorCount;
            var transcriber = new ClipTranscriber(
                model!,
                session,
                options.AudioContext,
                () => EncoderThreads(cores, Volatile.Read(ref running)),
                () => DecoderThreads(cores, places!.AtOnce));
            var transcript = transcriber.Transcribe(samples.Span, speech, language, cancellationToken);
            fault = null;
            return (transcript, transcriber.EncoderPasses);
        }
        catch (WhisperException e)
        {
            fault = e.Message;
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    /// <summary>One clip gets all cores, several share them: with more threads than cores, libwhisper's spin while they wait.</summary>
    internal static int EncoderThreads(int cores, int running) => Math.Max(1, cores / Math.Max(1, running));

    /// <summary>
    /// The same number however many clips run: libwhisper sums up the decoder's attention by thread, so the last digits of the logits
    /// depend on the number of threads, enough to move the end of a word or to choose a different one. The encoder's result does not
    /// depend on it.
    /// </summary>
    internal static int DecoderThreads(int cores, int places) => (cores + places - 1) / places;
}
