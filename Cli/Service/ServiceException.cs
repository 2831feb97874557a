namespace VoicePrep.Cli.Service;

/// <summary>The service refused a request or does not answer; the message says what to do.</summary>
internal sealed class ServiceException(string message, Exception? inner = null) : Exception(message, inner);
