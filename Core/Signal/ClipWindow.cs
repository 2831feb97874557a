namespace VoicePrep.Signal;

/// <summary>The part of a clip that is used.</summary>
/// <param name="StartSeconds">Where it begins in the clip.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Score">Seconds of clean speech in it; null if no window was searched for.</param>
/// <param name="ScoreOfFirst">The same for the window that begins with the clip.</param>
public sealed record ClipWindow(double StartSeconds, double Seconds, double? Score, double? ScoreOfFirst);
