namespace VoicePrep.Cli.Bench;

/// <summary>One row: one system on clips of one length.</summary>
/// <param name="Language"><c>fixed</c> or <c>auto</c>.</param>
/// <param name="Milliseconds">From call to transcript.</param>
internal sealed record SpeechBenchRow(string System, int ClipSeconds, string Language, Statistics Milliseconds);

/// <summary>How many clips a minute a system does with so many at once.</summary>
internal sealed record ThroughputRow(string System, int Concurrent, double ClipsPerMinute);

/// <summary>The ratios that the aims are set on.</summary>
/// <param name="LatencyOverWhisperServer">Ours over whisper-server's, warm: the median of the ratios of neighbouring runs, over all lengths.</param>
/// <param name="LoadPerClipOverWarm">whisper-cli, which loads for each clip, over ours.</param>
/// <param name="DeviationOverMean">Of ours, the worst of all lengths, language fixed.</param>
/// <param name="EncoderOverGemmLimit">The encoder's time over that of its multiplications at the speed of one large matrix product.</param>
internal sealed record SpeechBenchRatios(
    LanguageRatios LatencyOverWhisperServer, double ThroughputOverWhisperServerAt3, double LoadPerClipOverWarm, double DeviationOverMean, double EncoderOverGemmLimit);

internal sealed record LanguageRatios(double Fixed, double Auto);

/// <summary>All that one run measured.</summary>
/// <param name="LoadPerClipMilliseconds">whisper-cli with <paramref name="LoadPerClipModel"/>.</param>
/// <param name="SameModelWarmMilliseconds">Ours with that model, warm.</param>
/// <param name="OurPeakMegabytes">Resident memory of the bench's process, .NET included.</param>
internal sealed record SpeechBenchResult(
    string Model,
    string LoadPerClipModel,
    int Tokens,
    int Threads,
    IReadOnlyList<SpeechBenchRow> Rows,
    IReadOnlyList<ThroughputRow> Throughput,
    double ColdMilliseconds,
    double LoadPerClipMilliseconds,
    double SameModelWarmMilliseconds,
    double OurPeakMegabytes,
    double ServerPeakMegabytes,
    SpeechBenchRatios Ratios);
