using VoicePrep.Models;
using VoicePrep.Voice.Encoder;

namespace VoicePrep.Tests.Voice.Weights;

public sealed class EncoderFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("voiceprep-").FullName;

    [Fact]
    public void FromCheckpoint_Checkpoint_SafetensorsHoldTheSameNumbers()
    {
        var encoder = Path.Combine(folder, "encoder.safetensors");
        EncoderFile.FromCheckpoint(ParityFiles.Checkpoint, encoder);
        var (expected, actual) = (EncoderFile.Read(ParityFiles.Checkpoint), EncoderFile.Read(encoder));
        Assert.Equal(expected.Select(tensor => tensor.Name), actual.Select(tensor => tensor.Name));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        Assert.InRange(new FileInfo(encoder).Length, 3_000_000, 3_300_000);
        Assert.Equal([encoder], Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK")]
    [InlineData("a text file that someone named voice.pth")]
    [InlineData("\x10\0\0\0\0\0\0\0{\"a\":{\"dtype\":1}}")]
    public void Read_FileThatIsNoCheckpoint_IsRefusedWithItsPath(string content)
    {
        var file = Path.Combine(folder, "voice.pth");
        File.WriteAllText(file, content);
        Assert.StartsWith(file, Assert.Throws<ModelFileException>(() => EncoderFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CheckpointOfAnotherModel_NamesTheMissingTensor()
    {
        var file = Path.Combine(folder, "other.pth");
        using (
            var archive = PickleBytes.Archive(
                PickleBytes.Checkpoint(pickle => pickle.Tensor("FloatStorage", "0", 1, 0, [1], [1])), ("data/0", new byte[4])))
            File.WriteAllBytes(file, archive.ToArray());
        Assert.Contains(
            "no tensor 'ref_enc.layernorm.weight'",
            Assert.Throws<ModelFileException>(() => EncoderFile.Read(file)).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
