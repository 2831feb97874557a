namespace VoicePrep.Models;

/// <summary>A model file is missing, damaged or of another format; the message says what to do.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : Exception(message, inner);
