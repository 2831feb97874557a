using System.Text.Json.Serialization;
using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts.Reports;

namespace VoicePrep.Contracts;

/// <summary>The JSON of stored results and of the HTTP API: camel case, enums as words, absent rather than null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter<Grade>), typeof(CamelCaseEnumConverter<VoiceState>), typeof(RoundedNumberConverter)],
    WriteIndented = true)]
[JsonSerializable(typeof(VoiceProfile))]
[JsonSerializable(typeof(StoredRejection))]
[JsonSerializable(typeof(VoiceStatus))]
[JsonSerializable(typeof(Waveform))]
[JsonSerializable(typeof(VoiceList))]
[JsonSerializable(typeof(ErasureReport))]
[JsonSerializable(typeof(Feedback))]
[JsonSerializable(typeof(FeedbackReport))]
[JsonSerializable(typeof(VoiceFinished))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(SimilarityReport))]
[JsonSerializable(typeof(ServiceReport))]
[JsonSerializable(typeof(NamedRecordings))]
public sealed partial class VoiceJson : JsonSerializerContext;
