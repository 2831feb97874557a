using System.Text;

namespace VoicePrep.Tests.Trust;

/// <summary>The result of a trial: figures, and whatever was not as it must be.</summary>
/// <param name="isShort">A short trial, beside other tests: its times and slopes are figures, and show no violation.</param>
internal sealed class TrustReport(string title, bool isShort)
{
    private readonly List<(string What, string Figure)> figures = [];
    private readonly List<string> violations = [];

    public IReadOnlyList<string> Violations => violations;

    public void Add(string what, FormattableString figure) => figures.Add((what, FormattableString.Invariant(figure)));

    /// <summary>A violation, unless it is so.</summary>
    public void Require(bool isSo, FormattableString otherwise)
    {
        if (!isSo)
            violations.Add(FormattableString.Invariant(otherwise));
    }

    /// <summary>A violation, unless it is so or the trial is a short one.</summary>
    public void RequireInFull(bool isSo, FormattableString otherwise) => Require(isShort || isSo, otherwise);

    /// <summary>As a section in Markdown.</summary>
    public override string ToString()
    {
        var text = new StringBuilder()
            .Append("### ")
            .AppendLine(title)
            .AppendLine()
            .AppendLine("| what | figure |")
            .AppendLine("|---|---|");
        foreach (var (what, figure) in figures)
            text.Append("| ").Append(what).Append(" | ").Append(figure).AppendLine(" |");
        text.Append("| violations | ").Append(violations.Count == 0 ? "none" : string.Join("; ", violations)).AppendLine(" |");
        return text.ToString();
    }
}
