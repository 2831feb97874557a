namespace VoicePrep.Audio.Window;

/// <summary>Which window of a long clip is used.</summary>
public enum WindowChoice
{
    /// <summary>The one with the most clean speech.</summary>
    Best,

    /// <summary>The one that begins with the clip.</summary>
    First,
}
