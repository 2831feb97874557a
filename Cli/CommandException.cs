namespace VoicePrep.Cli;

/// <summary>A command cannot do what it was asked; the message says why, and what to do.</summary>
internal class CommandException(string message, Exception? inner = null) : Exception(message, inner);
