namespace VoicePrep.LocalHost;

/// <summary>What keeps the host from running, in words for the person who started it.</summary>
internal sealed class HostException(string message) : Exception(message);
