using System.Globalization;
using System.Text;

namespace VoicePrep.Speech.Transcripts;

/// <summary>A transcript as text and as subtitles.</summary>
public static class TranscriptFiles
{
    /// <summary>The text and a line break; empty where nothing was said.</summary>
    public static string Text(Transcript transcript) => transcript.Text.Length > 0 ? transcript.Text + "\n" : "";

    /// <summary>SubRip: numbered cues, times as <c>hh:mm:ss,fff</c>.</summary>
    public static string Srt(Transcript transcript)
    {
        var file = new StringBuilder();
        foreach (var (index, segment) in transcript.Segments.Index())
            file.Append(CultureInfo.InvariantCulture, $"{index + 1}\n").Append(Cue(segment, ','));

        return file.ToString();
    }

    /// <summary>WebVTT (https://www.w3.org/TR/webvtt1/): times as <c>hh:mm:ss.fff</c>.</summary>
    public static string Vtt(Transcript transcript)
    {
        var file = new StringBuilder("WEBVTT\n\n");
        foreach (var segment in transcript.Segments)
            file.Append(Cue(segment with { Text = Escape(segment.Text) }, '.'));

        return file.ToString();
    }

    private static string Cue(TranscriptSegment segment, char decimalMark) =>
        $"{Time(segment.StartSeconds, decimalMark)} --> {Time(segment.EndSeconds, decimalMark)}\n{OneLine(segment.Text)}\n\n";

    /// <summary>What follows a line break or an empty line would be read as another cue.</summary>
    private static string OneLine(string text) =>
        string.Join(
            ' ',
            string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Time(double seconds, char decimalMark)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{decimalMark}{time.Milliseconds:000}");
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
