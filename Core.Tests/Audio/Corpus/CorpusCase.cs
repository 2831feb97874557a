using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Tests.Audio.Corpus;

/// <summary>An upload that is unusual, broken or hostile, and what must become of it.</summary>
/// <param name="Expected">A code of <see cref="RejectionCodes"/>, or <see cref="Accepted"/>.</param>
/// <param name="MakeAsync">Makes the file in the corpus folder; the result is its path.</param>
public sealed record CorpusCase(string Name, string Expected, Func<CorpusFolder, Task<string>> MakeAsync)
{
    public const string Accepted = "accepted";

    /// <summary>Tells more of an accepted clip.</summary>
    public Action<ValidClip>? Also { get; init; }

    public override string ToString() => Name;
}
