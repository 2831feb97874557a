using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Tests.Audio;

/// <summary>The rows of a verdict by their names.</summary>
internal static class VerdictRows
{
    public static Check Row(Verdict verdict, string name) => verdict.Checks.Single(check => check.Name == name);

    public static Check Row(ValidClip clip, string name) => Row(clip.Verdict, name);
}
