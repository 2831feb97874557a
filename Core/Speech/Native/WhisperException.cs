namespace VoicePrep.Speech.Native;

/// <summary>libwhisper cannot be used, or a call of it failed.</summary>
public sealed class WhisperException(string message, Exception? inner = null) : Exception(message, inner);
