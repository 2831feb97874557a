using VoicePrep.Models;

namespace VoicePrep.Tests.Models;

public sealed class ModelCatalogueTests
{
    [Fact]
    public void Default_EveryWhisperModel_HasEveryComputeType()
    {
        var models = ModelCatalogue.Default.Models.Where(model => model.Kind == ModelKind.Whisper).ToList();

        Assert.Equal(11, models.Count);
        Assert.All(models, model => Assert.All(Enum.GetValues<ComputeType>(), type => Assert.NotNull(model.File(type))));
    }

    [Fact]
    public void Default_EveryFile_IsPublishedOrMadeFromOneThatIs()
    {
        var files = ModelCatalogue.Default.Models.SelectMany(model => model.Files, (model, file) => (model, file));

        Assert.All(files, entry =>
        {
            var origin = entry.file.MadeFrom is { } source ? entry.model.Files.Single(file => file.Name == source) : entry.file;
            Assert.NotNull(origin.Url);
        });
    }

    [Fact]
    public void Default_EveryFloat16File_HasTheHashThatIsPublished() =>
        Assert.All(
            ModelCatalogue.Default.Models.Where(model => model.Kind == ModelKind.Whisper).Select(model => model.File(ComputeType.Float16)),
            file => Assert.Matches("^[0-9a-f]{40}$", file.Sha1));
}
