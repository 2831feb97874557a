using System.Globalization;
using Spectre.Console;
using VoicePrep.Cli.Local;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Quality;

/// <summary>A recording under both configurations.</summary>
/// <param name="Reference">What is said in it, where a <c>.txt</c> beside it tells; null otherwise.</param>
internal sealed record ComparedClip(string Name, string? Reference, LocalVoice A, LocalVoice B)
{
    /// <summary>Where the embeddings come from different encoders, there is nothing to compare.</summary>
    public double? Cosine =>
        A.Embedding.Model.Matches(B.Embedding.Model) ? VoiceSimilarity.Cosine(A.Embedding.Values, B.Embedding.Values) : null;

    public string TextA => A.Transcript!.Text;

    public string TextB => B.Transcript!.Text;
}

/// <summary>What a change of configuration does to transcripts and embeddings: a table, and whether it passes.</summary>
internal sealed class QualityReport
{
    private readonly IReadOnlyList<ComparedClip> clips;
    private readonly bool referenced;
    private readonly bool byCharacters;

    public QualityReport(IReadOnlyList<ComparedClip> clips)
    {
        this.clips = clips;
        referenced = clips.All(clip => clip.Reference is not null);
        byCharacters = clips.Any(clip => ErrorRate.IsWithoutBlanks(Truth(clip)));
    }

    /// <summary>How much worse B's transcripts are: by the references if every recording has one, else by what differs from A.</summary>
    public double Worse =>
        Errors(clips, clip => clip.TextB, byCharacters) - (referenced ? Errors(clips, clip => clip.TextA, byCharacters) : 0);

    /// <summary>The lowest similarity of a recording's two embeddings; null where the encoders differ.</summary>
    public double? LowestCosine => clips.Min(clip => clip.Cosine);

    public bool Passes(double maxWorse, double minCosine) => Worse <= maxWorse && !(LowestCosine < minCosine);

    public void Write(double maxWorse, double minCosine)
    {
        var table = new Table()
            .AddColumns(
                referenced
                    ? ["recording", "WER A", "WER B", "CER A", "CER B", "cosine"]
                    : ["recording", "WER B to A", "CER B to A", "cosine"]);
        foreach (var clip in clips)
            table.AddRow([Markup.Escape(clip.Name), .. Rates([clip]), Number(clip.Cosine)]);
        table.AddRow(["[bold]all[/]", .. Rates(clips), $"{Number(LowestCosine)} lowest"]);
        AnsiConsole.Write(table);

        Console.WriteLine(referenced
            ? "Errors are counted against the .txt beside each recording."
            : "Not every recording has a .txt of its words beside it: errors are B's differences from A, right or wrong.");
        Console.WriteLine(
            $"{Outcome(Worse <= maxWorse)}  transcripts: B is worse by {Percent(Worse)} of "
                + $"the {(byCharacters ? "characters" : "words")}; allowed are {Percent(maxWorse)}");
        Console.WriteLine(LowestCosine is { } lowest
            ? $"{Outcome(lowest >= minCosine)}  embeddings: lowest cosine {Number(lowest)}; at least {Number(minCosine)} is wanted"
            : "----  embeddings: the encoders differ, so they cannot be compared; listen instead (--sheet)");
    }

    private string[] Rates(IReadOnlyList<ComparedClip> some)
    {
        Func<ComparedClip, string>[] texts = referenced ? [clip => clip.TextA, clip => clip.TextB] : [clip => clip.TextB];
        return [.. Of(characters: false), .. Of(characters: true)];

        IEnumerable<string> Of(bool characters) => texts.Select(text => Percent(Errors(some, text, characters)));
    }

    private double Errors(IEnumerable<ComparedClip> some, Func<ComparedClip, string> text, bool characters) => some
        .Select(clip => characters ? ErrorRate.OfCharacters(Truth(clip), text(clip)) : ErrorRate.OfWords(Truth(clip), text(clip)))
        .Aggregate((sum, rate) => sum + rate)
        .Value;

    private string Truth(ComparedClip clip) => referenced ? clip.Reference! : clip.TextA;

    private static string Outcome(bool passed) => passed ? "PASS" : "FAIL";

    private static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
