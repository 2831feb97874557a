using System.CommandLine;
using VoicePrep.Cli.Local;
using VoicePrep.Cli.Quality;

namespace VoicePrep.Cli.Commands;

/// <summary><c>voiceprep quality CONFIG_A CONFIG_B FOLDER</c>: what a change of settings does to transcripts and embeddings.</summary>
internal static class QualityCommand
{
    /// <summary>Five words in a hundred: a listener who reads along still takes the text for right.</summary>
    private const double DefaultMaxWorse = 0.05;

    /// <summary>The same recording heard in nearly the same way; the pieces of one voice have 0.58 (bench/voice.md).</summary>
    private const double DefaultMinCosine = 0.9;

    public static Command Create()
    {
        var a = new Argument<string>("CONFIG_A")
        {
            Description = "The settings in use: NAME=VALUE,NAME=VALUE, or a file with one on each line.",
        };
        var b = new Argument<string>("CONFIG_B") { Description = "The settings to change to." };
        var folder =
            new Argument<DirectoryInfo>("FOLDER") { Description = "Recordings; NAME.txt beside NAME.wav holds what is said in it." };
        folder.AcceptExistingOnly();
        var maxWorse = new Option<double>("--max-worse")
        {
            Description = "How much worse B's error rate may be (of characters, if the language is written without spaces).",
            DefaultValueFactory = _ => DefaultMaxWorse,
        };
        var minCosine = new Option<double>("--min-cosine")
        {
            Description = "The lowest similarity allowed between a recording's two embeddings.",
            DefaultValueFactory = _ => DefaultMinCosine,
        };
        var sheet = new Option<FileInfo?>("--sheet") { Description = "Writes a page for a blind listening test." };
        var clonesA = new Option<DirectoryInfo?>("--clones-a")
        {
            Description = "Clones made with A, as NAME.wav; the sheet plays these instead of the references.",
        };
        var clonesB = new Option<DirectoryInfo?>("--clones-b") { Description = "Clones made with B." };
        var seed = new Option<int>("--seed") { Description = "Seed of the sheet's random order.", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "quality", "Shows what a change of configuration does to transcripts and embeddings; exit code 0 if it passes.")
        {
            a, b, folder, maxWorse, minCosine, sheet, clonesA, clonesB, seed,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var clips = await CompareAsync(
                Settings.Parse(arguments.GetRequiredValue(a)),
                Settings.Parse(arguments.GetRequiredValue(b)),
                arguments.GetRequiredValue(folder),
                cancellationToken);
            var report = new QualityReport(clips);
            var (worse, cosine) = (arguments.GetValue(maxWorse), arguments.GetValue(minCosine));
            report.Write(worse, cosine);
            Console.WriteLine(
                "With Voice__Segments=vad the embedding does not depend on the Whisper model at all: only the transcript does.");
            if (arguments.GetValue(sheet) is { } page)
            {
                var pairs = clips.Select(clip =>
                    new ListeningPair(
                        clip.Name, Sound(arguments.GetValue(clonesA), clip, clip.A), Sound(arguments.GetValue(clonesB), clip, clip.B)));
                await File.WriteAllTextAsync(page.FullName, ListeningSheet.Write([.. pairs], arguments.GetValue(seed)), cancellationToken);
                Console.WriteLine($"{page}: open it in a browser; B passes the plan with a mean of 4.0 of 5.0.");
            }

            return report.Passes(worse, cosine) ? 0 : 1;
        });
        return command;
    }

    private static async Task<IReadOnlyList<ComparedClip>> CompareAsync(
        IReadOnlyDictionary<string, string> a,
        IReadOnlyDictionary<string, string> b,
        DirectoryInfo folder,
        CancellationToken cancellationToken)
    {
        var files = Recordings.In(folder);
        if (files.Length == 0)
            throw new CommandException(Recordings.None(folder));
        // One after the other: two models may not fit beside each other.
        var (voicesA, voicesB) = (
            await PrepareAsync("A", a, files, cancellationToken), await PrepareAsync("B", b, files, cancellationToken));
        return
        [
            .. files.Select((file, i) =>
                new ComparedClip(Path.GetFileNameWithoutExtension(file.Name), Text(file), voicesA[i], voicesB[i])),
        ];
    }

    private static async Task<IReadOnlyList<LocalVoice>> PrepareAsync(
        string name, IReadOnlyDictionary<string, string> settings, FileInfo[] files, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"{name}: loading ...");
        await using var pipeline = await LocalPipeline.LoadAsync(settings, cancellationToken);
        var voices = new List<LocalVoice>(files.Length);
        foreach (var file in files)
        {
            await Console.Error.WriteLineAsync($"{name}: {pipeline.ModelProfile}, {file.Name}");
            voices.Add(await pipeline.PrepareAsync(file.FullName, transcribe: true, cancellationToken));
        }

        return voices;
    }

    private static string? Text(FileInfo recording) =>
        Path.ChangeExtension(recording.FullName, ".txt") is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private static byte[] Sound(DirectoryInfo? clones, ComparedClip clip, LocalVoice voice) =>
        clones is null ? voice.Reference : File.ReadAllBytes(Path.Combine(clones.FullName, clip.Name + ".wav"));
}
