using System.Globalization;
using System.Text;

namespace VoicePrep.Benchmarks;

/// <summary>A bar, and a line from its end to its 95th percentile.</summary>
/// <param name="Emphasised">Whether it has the colour, and not the grey of what it is compared with.</param>
internal sealed record Bar(string Label, double Length, double P95, bool Emphasised);

/// <summary>Measurements as a bar chart in SVG.</summary>
internal static class SvgChart
{
    private const int LabelWidth = 230;
    private const int PlotWidth = 480;
    private const int RowHeight = 22;
    private const int Head = 40;

    /// <param name="format">Of the number beside each bar.</param>
    public static string Draw(string title, IReadOnlyList<Bar> bars, string format)
    {
        var scale = PlotWidth / bars.Max(bar => bar.P95);
        var svg = new StringBuilder();
        var (width, height) = (LabelWidth + PlotWidth + 90, Head + (bars.Count * RowHeight) + 10);
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">""");
        Add($"""<rect width="100%" height="100%" fill="white"/>""");
        Add($"""<text x="10" y="20" font-size="14">{title}</text>""");
        for (var i = 0; i < bars.Count; i++)
        {
            var (label, length, p95, emphasised) = bars[i];
            var y = Head + (i * RowHeight);
            var (end, slow) = (LabelWidth + (length * scale), LabelWidth + (p95 * scale));
            var colour = emphasised ? "#2a6fdb" : "#9a9a9a";
            Add($"""<text x="10" y="{y + 14}">{label}</text>""");
            Add($"""<rect x="{LabelWidth}" y="{y + 3}" width="{length * scale:0.0}" height="14" fill="{colour}"/>""");
            Add($"""<line x1="{end:0.0}" x2="{slow:0.0}" y1="{y + 10}" y2="{y + 10}" stroke="black"/>""");
            Add($"""<text x="{slow + 6:0.0}" y="{y + 14}">{length.ToString(format, CultureInfo.InvariantCulture)}</text>""");
        }

        return svg.AppendLine("</svg>").ToString();

        void Add(FormattableString element) => svg.AppendLine(FormattableString.Invariant(element));
    }
}
