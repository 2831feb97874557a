using System.Globalization;
using System.Text.RegularExpressions;
using VoicePrep.Audio;
using VoicePrep.Testing;
using VoicePrep.Voice;
using static VoicePrep.Tests.Audio.VerdictRows;

namespace VoicePrep.Tests.Audio.Recordings;

/// <summary>The recordings of <c>make.sh</c>: each ends, and is measured, as <c>right.tsv</c> says.</summary>
public sealed partial class RecipeTests(
    RecipeTests.Recipe recipe, RecordedVoice recordings) : IClassFixture<RecipeTests.Recipe>, IClassFixture<RecordedVoice>
{
    private const string Accepted = "accepted";
    private const string Plain = "en48.wav";

    private static readonly string Folder = Path.Combine(Repository.Root, "Core.Tests", "Audio", "Recordings");

    public static TheoryData<string, string, string> Right
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var cells in File.ReadLines(Path.Combine(Folder, "right.tsv")).Skip(1).Select(line => line.Split('\t')))
                rows.Add(cells[0], cells[1], cells[2]);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Right))]
    public async Task Prepare_Recording_IsAsTheTableSays(string file, string ends, string measured)
    {
        var validation = await recordings.Bench.ValidateAsync(recipe.Path(file));
        Assert.Equal(ends, (validation as Validation.Rejected)?.Rejection.Code ?? Accepted);

        foreach (Match value in Measured().Matches(measured))
        {
            var (name, right) = (value.Groups["name"].Value, value.Groups["right"].Value);
            if (name == "transcript")
            {
                Assert.Equal((await ListenAsync(right)).Text, (await ListenAsync(file)).Text);
            }
            else if (name == "similarity")
            {
                var (plain, heard) = (await ListenAsync(Plain), await ListenAsync(file));
                Assert.Equal(
                    Number(right), VoiceSimilarity.Cosine(plain.Embedding, heard.Embedding), Number(value.Groups["tolerance"].Value));
            }
            else
            {
                Assert.Equal(
                    right[0] == '-' || char.IsDigit(right[0])
                        ? Number(right)
                        : Read(await recordings.Bench.ValidateAsync(recipe.Path(right)), name),
                    Read(validation, name),
                    Number(value.Groups["tolerance"].Value));
            }
        }
    }

    [Fact]
    public void Table_Files_AreMade() => Assert.All(Right, row => Assert.True(File.Exists(recipe.Path((string)row[0]))));

    /// <summary>What the models make of a recording, whose reference is as long as its window.</summary>
    private async Task<(string Text, float[] Embedding)> ListenAsync(string file)
    {
        if (!recipe.Heard.TryGetValue(file, out var heard))
            recipe.Heard[file] = heard = await recordings.ListenAsync((await recordings.AcceptAsync(recipe.Path(file))).Clip);
        return heard;
    }

    private static double Read(Validation validation, string name) => (name, validation) switch
    {
        ("searched", Validation.Rejected { Rejection: var rejection }) => rejection.Values!["searchSeconds"].Number!.Value,
        ("seconds", Validation.Accepted { Clip: var clip }) => clip.Seconds,
        ("track", Validation.Accepted { Clip: var clip }) => clip.Track,
        ("channel", Validation.Accepted { Clip: var clip }) => Assert.Single(clip.Channels!),
        (_, Validation.Accepted { Clip: var clip }) => Row(clip, name).Value!.Value,
        _ => throw new InvalidDataException($"{name} of a rejected recording"),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<name>\w+)=(?<right>[\w.-]+?)(±(?<tolerance>[\d.]+))?(?= |$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Measured();

    public sealed class Recipe : IAsyncLifetime
    {
        private readonly TempFolder folder = new();

        /// <summary>What was made of a recording, by its name: many rows compare with the same one.</summary>
        internal Dictionary<string, (string Text, float[] Embedding)> Heard { get; } = new(StringComparer.Ordinal);

        public string Path(string name) => folder.File(name);

        public Task InitializeAsync() => TestProcess.RunAsync(System.IO.Path.Combine(Folder, "make.sh"), folder.Path);

        public Task DisposeAsync()
        {
            folder.Dispose();
            return Task.CompletedTask;
        }
    }
}
