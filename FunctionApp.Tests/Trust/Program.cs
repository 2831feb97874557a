using System.CommandLine;

namespace VoicePrep.Tests.Trust;

/// <summary>The trials of the running service as commands: <c>bench/chaos</c>, <c>bench/soak</c>, <c>bench/load</c>.</summary>
internal static class Program
{
    private static readonly Option<bool> Short = new("--short")
    {
        Description = "Clips of a few seconds and short pauses, as in the tests; times are not judged.",
    };

    private static Task<int> Main(string[] arguments) =>
        new RootCommand("Trials of the running service; what they find goes to standard output as Markdown.")
        {
            CreateChaos(), CreateSoak(), CreateLoad(),
        }
        .Parse(arguments).InvokeAsync();

    private static Command CreateChaos()
    {
        var clips = Number("--clips", 200, "Uploads.");
        var workerKills = Number("--worker-kills", 34, "Kills of the app's process alone.");
        var hostKills = Number("--host-kills", 16, "Kills of the host, every other one with the app's process.");
        var storageStops = Number("--storage-stops", 5, "Stops of the storage.");
        var diskFills = Number("--disk-fills", 1, "Fills of the temporary disk; takes a superuser.");
        var seed = Number("--seed", 1, "Of the order and the moments.");
        var command = new Command("chaos", "Prepares clips while processes are killed, storage stops and the disk is full.")
        {
            clips, workerKills, hostKills, storageStops, diskFills, seed, Short,
        };
        command.SetAction((parsed, _) => TellAsync(new Chaos(
            new(
                parsed.GetValue(clips),
                parsed.GetValue(workerKills),
                parsed.GetValue(hostKills),
                parsed.GetValue(storageStops),
                parsed.GetValue(diskFills),
                parsed.GetValue(seed),
                parsed.GetValue(Short)),
            Say).RunAsync()));
        return command;
    }

    private static Command CreateSoak()
    {
        var clips = Number("--clips", 2000, "Uploads.");
        var minutes = Number("--minutes", 30, "Over which they are spread.");
        var command = new Command("soak", "Prepares clips for a long time and watches what the processes hold.") { clips, minutes, Short };
        command.SetAction((parsed, _) =>
            TellAsync(
                new Soak(new(parsed.GetValue(clips), TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(Short)), Say)
                    .RunAsync()));
        return command;
    }

    private static Command CreateLoad()
    {
        var uploads = Number("--uploads", 500, "Uploads.");
        var seconds = Number("--seconds", 10, "Over which they are spread.");
        var slowLines = Number("--slow-lines", 10, "Uploads over a slow line meanwhile.");
        var command = new Command("load", "Uploads many clips in a short time.") { uploads, seconds, slowLines, Short };
        command.SetAction((parsed, _) =>
            TellAsync(
                new Load(
                    new(
                        parsed.GetValue(uploads),
                        TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                        parsed.GetValue(slowLines),
                        parsed.GetValue(Short)),
                    Say).RunAsync()));
        return command;
    }

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static void Say(string progress) => Console.Error.WriteLine(progress);

    private static async Task<int> TellAsync(Task<TrustReport> trial)
    {
        var report = await trial;
        Console.WriteLine(report);
        return report.Violations.Count == 0 ? 0 : 1;
    }
}
