namespace VoicePrep.Signal;

/// <summary>A stretch of speech, in seconds from the start of the audio it was found in.</summary>
public readonly record struct SpeechSpan(double StartSeconds, double EndSeconds)
{
    public double Seconds => EndSeconds - StartSeconds;
}
