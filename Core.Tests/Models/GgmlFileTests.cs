using VoicePrep.Models;

namespace VoicePrep.Tests.Models;

public sealed class GgmlFileTests : IDisposable
{
    private static readonly string Demo = Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin");

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Read_WholeFile_GivesItsSizes()
    {
        var file = GgmlFile.Read(Demo);

        Assert.Equal((4, 6, 64, 51865), (file.Header.AudioLayers, file.Header.TextLayers, file.Header.TextState, file.Header.Vocabulary));
        Assert.Equal(file.Header.TensorCount, file.Tensors.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(10_000)]
    [InlineData(700_000)]
    [InlineData(9_028_115)]
    public void Read_FileCutShort_IsAnErrorThatNamesIt(int length)
    {
        File.WriteAllBytes(path, File.ReadAllBytes(Demo)[..length]);

        var error = Assert.Throws<ModelFileException>(() => GgmlFile.Read(path));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LastTensorMissing_IsCutShort()
    {
        var last = GgmlFile.Read(Demo).Tensors[^1];
        var head = 12 + (4 * last.Shape.Count) + last.Name.Length;
        File.WriteAllBytes(path, File.ReadAllBytes(Demo)[..(int)(last.Offset - head)]);

        var error = Assert.Throws<ModelFileException>(() => GgmlFile.Read(path));

        Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnotherFormat_SaysSo()
    {
        File.WriteAllText(path, "GGUF and so on");

        var error = Assert.Throws<ModelFileException>(() => GgmlFile.Read(path));

        Assert.Contains("not a Whisper model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_SaysSo() =>
        Assert.Contains(
            "/no/such/file", Assert.Throws<ModelFileException>(() => GgmlFile.Read("/no/such/file")).Message, StringComparison.Ordinal);
}
