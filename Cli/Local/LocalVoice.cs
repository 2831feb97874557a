using VoicePrep.Audio;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Voice;

namespace VoicePrep.Cli.Local;

/// <summary>What was made of a recording in this process.</summary>
/// <param name="Reference">The file <c>reference.wav</c>: 22.05 kHz mono.</param>
internal sealed record LocalVoice(ValidClip Clip, VoiceEmbedding Embedding, Transcript? Transcript, byte[] Reference);
