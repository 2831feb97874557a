namespace VoicePrep.Benchmarks;

/// <summary>One row: one system on clips of one length.</summary>
/// <param name="Language"><c>fixed</c> or <c>auto</c>.</param>
/// <param name="Milliseconds">From call to transcript.</param>
internal sealed record SpeechBenchRow(string System, int ClipSeconds, string Language, Statistics Milliseconds);

/// <summary>How many clips a minute a system does with so many at once.</summary>
internal sealed record ThroughputRow(string System, int Concurrent, double ClipsPerMinute);

/// <summary>From nothing to the first transcript, by part. Milliseconds.</summary>
/// <param name="Prepare">Finding and loading libwhisper, and on a GPU starting CUDA.</param>
/// <param name="Load">Loading the weights and warming every place up.</param>
internal sealed record ColdStart(double Prepare, double Load, double FirstClip);

/// <summary>whisper-cli, which loads for each clip, and ours with the same model, warm. Medians, milliseconds.</summary>
internal sealed record LoadPerClip(string Model, double Milliseconds, double SameModelWarm);

/// <summary>The most that each held. MB; of the GPU MiB, null where it was not used or the driver does not tell.</summary>
/// <param name="Ours">Resident memory of the bench's process, .NET included.</param>
internal sealed record PeakMemory(double Ours, double Server, int? OursOnGpu, int? ServerOnGpu);

/// <summary>The ratios that the aims are set on; null where that was not measured.</summary>
/// <param name="LatencyOverWhisperServer">Ours over whisper-server's, warm: the median of the ratios of neighbouring runs, over all
/// lengths.</param>
/// <param name="LoadPerClipOverWarm">whisper-cli, which loads for each clip, over ours.</param>
/// <param name="DeviationOverMean">Of ours, the worst of all lengths, language fixed.</param>
/// <param name="EncoderOverGemmLimit">The encoder's time over that of its multiplications at the speed of one large matrix product of the
/// CPU.</param>
internal sealed record SpeechBenchRatios(
    LanguageRatios LatencyOverWhisperServer,
    double? ThroughputOverWhisperServerAt3,
    double? LoadPerClipOverWarm,
    double DeviationOverMean,
    double? EncoderOverGemmLimit);

internal sealed record LanguageRatios(double Fixed, double Auto);

/// <summary>All that one run measured.</summary>
internal sealed record SpeechBenchResult(
    string Model,
    string Device,
    string Library,
    int Places,
    int Tokens,
    int Threads,
    IReadOnlyList<SpeechBenchRow> Rows,
    IReadOnlyList<ThroughputRow> Throughput,
    ColdStart Cold,
    LoadPerClip? LoadPerClip,
    PeakMemory Memory,
    SpeechBenchRatios Ratios);
