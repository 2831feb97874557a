namespace VoicePrep.Speech.Native;

/// <summary>libwhisper cannot be used, or a call of it failed.</summary>
public sealed class WhisperException : Exception
{
    public WhisperException(string message)
        : base(message)
    {
    }

    public WhisperException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public WhisperException()
    {
    }
}
