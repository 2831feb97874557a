namespace VoicePrep.Api.Voices;

/// <summary>The body is not what its headers say; the message says how.</summary>
internal sealed class MalformedRequestException(string message, Exception? cause = null) : Exception(message, cause);
