namespace VoicePrep.Audio.Ffmpeg;

/// <summary>ffmpeg or ffprobe is not installed, or is something else; the message says what to do.</summary>
public sealed class FfmpegMissingException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
