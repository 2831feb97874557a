using System.Globalization;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Testing;
using VoicePrep.Tests.Support;
using VoicePrep.Tests.Voice;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Cli;

/// <summary><c>voiceprep embed</c> and <c>voiceprep compare</c>: neither needs a service.</summary>
public sealed class EmbedCommandTests
{
    private const float Tolerance = 1e-5f;

    [Fact]
    public async Task Embed_WholeRecording_IsWhatOpenVoiceAnswers()
    {
        using var folder = new TempFolder();

        var (exitCode, _, error) = await CommandLine.RunAsync(
            ["embed", ParityFiles.PathOf("jfk.wav"), "--whole", "--model", ParityFiles.Checkpoint, "-o", folder.File("jfk.npy")]);

        Assert.True(exitCode == 0, error);
        var (expected, expectedShape) = Read(ParityFiles.PathOf("jfk.mean.npy"));
        var (actual, shape) = Read(folder.File("jfk.npy"));
        Assert.Equal(expectedShape, shape);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Fact]
    public async Task Embed_NoRecording_SaysSoAndWritesNothing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("letter.wav"), "Dear Sir or Madam");

        var (exitCode, _, error) = await CommandLine.RunAsync(
            ["embed", folder.File("letter.wav"), "--model", "demo", "-o", folder.File("x.npy")]);

        Assert.Equal(1, exitCode);
        Assert.Contains(RejectionCodes.ClipIsText, error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("x.npy")));
    }

    [Fact]
    public async Task Embed_Folder_SaysThatItIsOne()
    {
        using var folder = new TempFolder();

        var (exitCode, _, error) = await CommandLine.RunAsync(["embed", folder.Path, "-o", folder.File("x.npy")]);

        Assert.Equal((1, $"{folder.Path} is a folder: name a recording."), (exitCode, error.Trim()));
    }

    [Fact]
    public async Task Compare_RecordingWithItsEmbedding_AreAlike()
    {
        using var folder = new TempFolder();
        var sample = Path.Combine(Repository.Root, "models", "demo", "sample.wav");
        await CommandLine.RunAsync(["embed", sample, "-o", folder.File("sample.npy")], ("Voice__Model", "demo"));

        var (exitCode, output, error) = await CommandLine.RunAsync(
            ["compare", sample, folder.File("sample.npy")], ("Voice__Model", "demo"));

        Assert.True(exitCode == 0, error);
        Assert.Equal("1.0000", output.Trim());
    }

    [Theory]
    [InlineData("jfk.mean.npy", "jfk.mean.npy")]
    [InlineData("jfk.mean.npy", "kennedy.mean.npy")]
    public async Task Compare_TwoEmbeddings_PrintsTheirCosine(string a, string b)
    {
        var expected = VoiceSimilarity.Cosine(Read(ParityFiles.PathOf(a)).Values, Read(ParityFiles.PathOf(b)).Values);

        var (exitCode, output, error) = await CommandLine.RunAsync(["compare", ParityFiles.PathOf(a), ParityFiles.PathOf(b)]);

        Assert.True(exitCode == 0, error);
        Assert.Equal(expected, double.Parse(output, CultureInfo.InvariantCulture), 4);
    }

    [Fact]
    public async Task Compare_PiecesOfARecording_AreNoEmbedding()
    {
        var (exitCode, _, error) = await CommandLine.RunAsync(
            ["compare", ParityFiles.PathOf("jfk.mean.npy"), ParityFiles.PathOf("kennedy.pieces.npy")]);

        Assert.Equal(1, exitCode);
        Assert.Contains("kennedy.pieces.npy is not an embedding. It does not hold 256 numbers.", error, StringComparison.Ordinal);
    }

    private static (float[] Values, int[] Shape) Read(string path)
    {
        using var file = File.OpenRead(path);
        return NpyFile.Read(file);
    }
}
