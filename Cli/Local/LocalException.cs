namespace VoicePrep.Cli.Local;

/// <summary>A command cannot do what it was asked; the message says why, and what to do.</summary>
internal class LocalException(string message, Exception? inner = null) : Exception(message, inner);
