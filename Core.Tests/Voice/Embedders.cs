using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Voice;

/// <summary>Embedders for tests.</summary>
internal static class Embedders
{
    public static VoiceEmbedder Create(string model, VoiceSegments segments = VoiceSegments.Vad) =>
        new(new ModelFiles(Options.Create(new ModelOptions())), Options.Create(new VoiceOptions { Model = model, Segments = segments }));
}
