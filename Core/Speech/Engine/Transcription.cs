using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Speech.Engine;

/// <summary>A transcript, and how it was made.</summary>
/// <param name="Warm">True if the model was loaded before the clip arrived.</param>
/// <param name="Queued">How long the clip waited for a place and a session.</param>
/// <param name="EncoderPasses">How often the clip was encoded: once; twice if the guards rejected the result of a reduced context; never
/// if no sound could be speech.</param>
public sealed record Transcription(Transcript Transcript, bool Warm, TimeSpan Queued, int EncoderPasses = 1);
