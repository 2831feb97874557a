using System.Text.Json.Serialization;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Cli;
using VoicePrep.Cli.Local;

namespace VoicePrep.Benchmarks;

/// <summary>What was made of a recording, to be held against what another version makes of it.</summary>
/// <param name="Recording">Its file's name.</param>
/// <param name="Code">Of the rejection, or of a fault; null where it was accepted.</param>
/// <param name="Embedding">[256]; null where it was rejected.</param>
internal sealed record PreparedResult(
    string Recording,
    string? Code,
    double StartSeconds,
    double Seconds,
    Verdict? Verdict,
    string? Text,
    IReadOnlyList<string>? Reasons,
    float[]? Embedding)
{
    /// <summary>A fault is a result too: it must not come or go.</summary>
    private const string Fault = "fault";

    /// <summary>Prepares a recording in this process.</summary>
    public static async Task<PreparedResult> OfAsync(LocalPipeline pipeline, FileInfo recording, CancellationToken cancellationToken)
    {
        try
        {
            var voice = await pipeline.PrepareAsync(recording.FullName, transcribe: true, cancellationToken);
            return new(
                recording.Name,
                null,
                voice.Clip.Window.StartSeconds,
                voice.Clip.Window.Seconds,
                voice.Clip.Verdict.With(OneSpeaker.Check(voice.Embedding.Consistency?.BetweenGroups)),
                voice.Transcript!.Text,
                voice.Transcript.Reasons,
                voice.Embedding.Values);
        }
        catch (RejectedException e)
        {
            return new(recording.Name, e.Code, 0, 0, null, null, null, null);
        }
        catch (Exception e) when (e is CommandException or IOException)
        {
            return new(recording.Name, Fault, 0, 0, null, null, null, null);
        }
    }

    /// <summary>Where another version differs; empty where it does not.</summary>
    public IEnumerable<string> DifferencesTo(PreparedResult other, double tolerance)
    {
        if (!string.Equals(Code, other.Code, StringComparison.Ordinal))
            yield return $"{Code ?? "accepted"} became {other.Code ?? "accepted"}";
        if (Code is not null || other.Code is not null)
            yield break;
        if (StartSeconds != other.StartSeconds || Seconds != other.Seconds)
            yield return $"the window of {Seconds:0.000} s at {StartSeconds:0.000} s "
                + $"became {other.Seconds:0.000} s at {other.StartSeconds:0.000} s";
        foreach (var name in Outcomes(this).Except(Outcomes(other)).Concat(Outcomes(other).Except(Outcomes(this))))
            yield return $"the verdict's {name.Name} is {name.Outcome} in one alone";
        if (!string.Equals(Text, other.Text, StringComparison.Ordinal) || !Reasons!.SequenceEqual(other.Reasons!, StringComparer.Ordinal))
            yield return $"'{Text}' became '{other.Text}'";
        if (FurthestTo(other) is var furthest && furthest > tolerance)
            yield return $"the embedding is {furthest:0.000000} away";
    }

    /// <summary>The largest difference of the two embeddings' numbers; 0 where there are none.</summary>
    public double FurthestTo(PreparedResult other) =>
        Embedding is null || other.Embedding is null ? 0 : Embedding.Zip(other.Embedding, (a, b) => (double)Math.Abs(a - b)).Max();

    /// <summary>The largest difference of a value of the verdict, as a share of it.</summary>
    public (string Row, double Share) FurthestRowTo(PreparedResult other) =>
        (Verdict?.Checks ?? [])
            .Join(
                other.Verdict?.Checks ?? [],
                check => check.Name,
                check => check.Name,
                (a, b) => (a.Name, Share: Share(a.Value ?? 0, b.Value ?? 0)),
                StringComparer.Ordinal)
            .DefaultIfEmpty(("", 0)).MaxBy(row => row.Item2);

    private static double Share(double a, double b) => a == b ? 0 : Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b));

    private static IEnumerable<(string Name, Grade Outcome)> Outcomes(PreparedResult result) =>
        result.Verdict!.Checks.Select(check => (check.Name, check.Outcome));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PreparedResult[]))]
internal sealed partial class PreparedResultJson : JsonSerializerContext;
