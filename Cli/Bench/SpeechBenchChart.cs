using System.Globalization;
using System.Text;

namespace VoicePrep.Cli.Bench;

/// <summary>The latencies as a bar chart in SVG.</summary>
internal static class SpeechBenchChart
{
    private const int LabelWidth = 230;
    private const int PlotWidth = 480;
    private const int RowHeight = 22;
    private const int Head = 40;

    public static string Draw(SpeechBenchResult result)
    {
        var rows = result.Rows.OrderBy(row => row.ClipSeconds).ThenBy(row => row.Language, StringComparer.Ordinal).ThenBy(row => row.System, StringComparer.Ordinal).ToList();
        var scale = PlotWidth / rows.Max(row => row.Milliseconds.P95);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{LabelWidth + PlotWidth + 90}" height="{Head + (rows.Count * RowHeight) + 10}" font-family="sans-serif" font-size="12">""").AppendLine();
        svg.AppendLine("""<rect width="100%" height="100%" fill="white"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="10" y="20" font-size="14">Transcribing one clip, warm, {result.Model}, {result.Tokens} tokens, {result.Threads} threads: median, line to p95 (ms)</text>""").AppendLine();
        for (var i = 0; i < rows.Count; i++)
        {
            var (system, seconds, language, times) = rows[i];
            var y = Head + (i * RowHeight);
            var colour = system == SpeechBench.Ours ? "#2a6fdb" : "#9a9a9a";
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="10" y="{y + 14}">{seconds} s, language {language}: {system}</text>""").AppendLine();
            svg.Append(CultureInfo.InvariantCulture, $"""<rect x="{LabelWidth}" y="{y + 3}" width="{times.Median * scale:0.0}" height="14" fill="{colour}"/>""").AppendLine();
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{LabelWidth + (times.Median * scale):0.0}" x2="{LabelWidth + (times.P95 * scale):0.0}" y1="{y + 10}" y2="{y + 10}" stroke="black"/>""").AppendLine();
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{LabelWidth + (times.P95 * scale) + 6:0.0}" y="{y + 14}">{times.Median:0}</text>""").AppendLine();
        }
        return svg.AppendLine("</svg>").ToString();
    }
}
