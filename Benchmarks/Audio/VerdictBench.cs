using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Cli.Local;
using VoicePrep.Voice;

namespace VoicePrep.Benchmarks.Audio;

/// <summary>What the verdict says of one recording after one degradation.</summary>
/// <param name="Code">Of the rejection; null where it was accepted.</param>
/// <param name="Cosine">Between the embeddings of its window, whole, and of the recording's own; null where there is none.</param>
internal sealed record VerdictRow(string Recording, string Degradation, string? Code, Verdict? Verdict, double? Cosine);

/// <summary>Good speech, degraded: which rows of the verdict move, and how far the embedding does.</summary>
internal sealed class VerdictBench(
    AudioServicesUnderTest services, IReadOnlyList<FileInfo> recordings, IReadOnlyList<Degradation> degradations, string? voiceModel)
{
    public async Task<IReadOnlyList<VerdictRow>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new List<VerdictRow>();
        await using var pipeline = voiceModel is null ? null : LocalPipeline.CreateForEmbedding(voiceModel);
        foreach (var recording in recordings)
        {
            VoiceEmbedding? plain = null;
            foreach (var degradation in degradations)
            {
                var made = await degradation.MakeAsync(services.Folder, recording.FullName, cancellationToken);
                using var work = services.CreateFolder(made);
                var validation = await services.Validator.ValidateAndTrimAsync(work, cancellationToken);
                var embedding = pipeline is null || validation is Validation.Rejected
                    ? null
                    : await pipeline.EmbedWholeAsync(work.Trimmed, cancellationToken);
                plain ??= embedding;
                double? cosine = plain is null || embedding is null ? null : VoiceSimilarity.Cosine(plain.Values, embedding.Values);
                var code = (validation as Validation.Rejected)?.Rejection.Code;
                rows.Add(new(recording.Name, degradation.Name, code, (validation as Validation.Accepted)?.Clip.Verdict, cosine));
            }
        }

        return rows;
    }
}
