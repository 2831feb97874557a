using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using VoicePrep.Contracts;

namespace VoicePrep.Cli.Service;

/// <summary>Shows clips while they are prepared, and what came of them.</summary>
internal static class Display
{
    /// <summary>Runs <paramref name="work"/> with a live line per clip; plain lines as stages change where there is no terminal.</summary>
    public static async Task LiveAsync(IReadOnlyList<FollowedClip> clips, Task work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            await PlainAsync(clips, work);
            return;
        }

        await AnsiConsole.Live(Lines(clips)).AutoClear(false).StartAsync(async context =>
        {
            while (!work.IsCompleted)
            {
                await Task.WhenAny(work, Task.Delay(100, CancellationToken.None));
                context.UpdateTarget(Lines(clips));
            }
        });
        await work;
    }

    /// <summary>One object per clip: its status, and what kept it from being followed to the end, or its files from being saved.</summary>
    public static void Json(IReadOnlyList<FollowedClip> clips)
    {
        using var json = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var clip in clips)
        {
            json.WriteStartObject();
            json.WriteString("clip", clip.Name);
            json.WriteNumber("seconds", Math.Round(clip.Elapsed.TotalSeconds, 3));
            if (clip.Problem is not null)
                json.WriteString("problem", clip.Problem);

            if (clip.Status is not null)
            {
                json.WritePropertyName("voice");
                JsonSerializer.Serialize(json, clip.Status, VoiceJson.Default.VoiceStatus);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A readable summary of each clip.</summary>
    public static void Summary(IReadOnlyList<FollowedClip> clips, DirectoryInfo? output)
    {
        foreach (var clip in clips)
        {
            AnsiConsole.WriteLine();
            if (Console.IsOutputRedirected)
                AnsiConsole.WriteLine(clip.Name);
            else
                AnsiConsole.Write(new Rule(Markup.Escape(clip.Name)).LeftJustified());
            if (clip.Status?.Profile is { } profile)
                AnsiConsole.Write(ProfileSummary(profile));
            else if (clip.Status?.Rejection is { } rejection)
                AnsiConsole.Write(Rows(("rejected", rejection.Code), ("why", rejection.Message), ("do", rejection.Advice)));
            if ((clip.Status?.Profile?.Recordings ?? clip.Status?.Recordings) is { } recordings)
                AnsiConsole.Write(Rows([.. recordings.Select(Line)]));
            if ((clip.Problem ?? clip.Status?.Error) is { } problem)
                AnsiConsole.Write(Rows(("failed", problem)));
            if (output is not null && clip.Succeeded)
                AnsiConsole.MarkupLineInterpolated($"[dim]files in[/] {FollowedClips.Folder(clip, output)}");
        }
    }

    private static (string Name, string Value) Line(VoiceRecording recording) => (
        Path.GetFileName(recording.Source.Name),
        (
            recording.Rejection is { } rejection
                ? $"not used: {rejection.Message}"
                : $"{recording.Part:P0} of the embedding, {recording.Verdict!.Grade.ToString().ToLowerInvariant()}")
            + (recording is { Rejection: null, Similarity: { } similarity } ? $", similarity to the others {similarity:0.00}" : ""));

    private static Table ProfileSummary(VoiceProfile profile)
    {
        var window = profile.Clip.Window;
        var (stages, transcript, engine) = (profile.Stages, profile.Transcript, profile.Engine);
        return Rows(
            ("voice", profile.Id),
            ("clip", profile.Clip.Trimmed
                ? $"{profile.Clip.Seconds:0.0} s, of which {window.Seconds:0.0} s from {window.StartSeconds:0.0} s are used"
                : $"{profile.Clip.Seconds:0.0} s, used whole"),
            ("grade", profile.Verdict.Grade.ToString().ToLowerInvariant()
                + string.Concat(
                    profile.Verdict.Checks.Where(check => check.Outcome == profile.Verdict.Grade && check.Advice is not null)
                        .Select(check => $"\n{check.Name}: {check.Advice}"))),
            ("language", $"{transcript.Language} ({transcript.LanguageProbability:P0})"),
            ("text", transcript.Reliable ? transcript.Text : $"{transcript.Text}\nunreliable: {string.Join(", ", transcript.Reasons)}"),
            ("embedding", $"{profile.Embedding.Dimensions} numbers by {profile.Embedding.Model}, in {profile.Embedding.File}"),
            (
                "time",
                $"validate and trim {stages.ValidateAndTrim.Milliseconds:0} ms, convert {stages.ConvertAudio.Milliseconds:0} ms, "
                    + $"transcribe and embed {stages.TranscribeAndEmbed.Milliseconds:0} ms"),
            ("engine", $"{engine.ModelProfile} on {engine.Device}, {(engine.Warm ? "warm" : "cold")}"));
    }

    private static async Task PlainAsync(IReadOnlyList<FollowedClip> clips, Task work)
    {
        var shown = new Dictionary<FollowedClip, string>();
        while (true)
        {
            var done = work.IsCompleted;
            foreach (var clip in clips.Where(clip => shown.GetValueOrDefault(clip) != clip.Step))
            {
                shown[clip] = clip.Step;
                await Console.Error.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{clip.Name}: {clip.Step} ({clip.Elapsed.TotalSeconds:0.0} s)"));
            }

            if (done)
            {
                await work;
                return;
            }

            await Task.WhenAny(work, Task.Delay(50, CancellationToken.None));
        }
    }

    private static Table Lines(IReadOnlyList<FollowedClip> clips)
    {
        var lines = new Table().NoBorder().HideHeaders().AddColumns("", "", "");
        foreach (var clip in clips)
        {
            var colour = clip.Step switch { "completed" => "green", "rejected" or "failed" => "red", _ => "yellow" };
            lines.AddRow(Markup.Escape(clip.Name), $"[{colour}]{clip.Step}[/]", $"{clip.Elapsed.TotalSeconds:0.0} s");
        }

        return lines;
    }

    private static Table Rows(params ReadOnlySpan<(string Name, string Value)> rows)
    {
        var table = new Table().NoBorder().HideHeaders().AddColumns("", "");
        foreach (var (name, value) in rows)
            table.AddRow($"[dim]{name}[/]", Markup.Escape(value));

        return table;
    }
}
