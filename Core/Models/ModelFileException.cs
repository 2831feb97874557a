namespace VoicePrep.Models;

/// <summary>A model file is missing, damaged or of another format; the message says what to do.</summary>
public sealed class ModelFileException : Exception
{
    public ModelFileException(string message)
        : base(message)
    {
    }

    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ModelFileException()
    {
    }
}
