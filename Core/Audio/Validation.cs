using VoicePrep.Audio.Verdicts;
using VoicePrep.Signal;

namespace VoicePrep.Audio;

/// <summary>The outcome of validating a clip.</summary>
/// <param name="Waveform">Null where the clip was rejected before anything of it was heard.</param>
public abstract record Validation(Waveform? Waveform)
{
    public sealed record Accepted(ValidClip Clip, Waveform Waveform) : Validation(Waveform);

    public sealed record Rejected(Rejection Rejection, Waveform? Waveform = null) : Validation(Waveform);
}

/// <summary>A clip that passed validation and was trimmed to its window.</summary>
/// <param name="Seconds">Length of the whole clip, as decoded.</param>
/// <param name="Trimmed">True if the window is shorter than the clip because the clip was over the maximum.</param>
/// <param name="Speech">Where the speech is, in seconds from the start of the window; null until voice activity was measured.</param>
/// <param name="Track">Which sound track was used, from 1.</param>
/// <param name="Channels">Which channels of it are heard, from 1; null for the mean of all.</param>
public sealed record ValidClip(
    double Seconds,
    bool Trimmed,
    ClipWindow Window,
    Verdict Verdict,
    IReadOnlyList<SpeechSpan>? Speech,
    int Track = 1,
    IReadOnlyList<int>? Channels = null);
