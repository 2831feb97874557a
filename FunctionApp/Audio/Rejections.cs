namespace VoicePrep.Audio;

/// <summary>The rejections in words. One method for each of <see cref="RejectionCodes"/>.</summary>
internal static class Rejections
{
    private const string ExportAgain = "Export the recording as WAV, FLAC, MP3, M4A or Ogg and upload that file.";

    public static Rejection ClipEmpty() =>
        new(RejectionCodes.ClipEmpty, "The upload has 0 bytes.", "Upload the file again; the transfer may have been cut off.");

    public static Rejection ClipTooLarge(long bytes, int maxMegabytes) =>
        new(RejectionCodes.ClipTooLarge, $"The upload has {bytes / 1e6:0.0} MB; the limit is {maxMegabytes} MB.", "Send a shorter part of the recording, or a compressed format such as FLAC or M4A.");

    public static Rejection ClipIsText() =>
        new(RejectionCodes.ClipIsText, "The upload is a text file, not a recording.", ExportAgain);

    public static Rejection NotAudio() =>
        new(RejectionCodes.NotAudio, "The upload is in no known audio format, or its beginning is damaged.", ExportAgain);

    public static Rejection UnsupportedFormat() =>
        new(RejectionCodes.UnsupportedFormat, "The upload is in a format that is not accepted.", ExportAgain);

    public static Rejection NoAudioStream() =>
        new(RejectionCodes.NoAudioStream, "The upload has no sound track.", "Upload a recording with sound.");

    public static Rejection UnreadableAudio() =>
        new(RejectionCodes.UnreadableAudio, "The sound in the upload cannot be decoded: the file is damaged or incomplete.", ExportAgain);

    public static Rejection TooManyChannels(int channels, int max) =>
        new(RejectionCodes.TooManyChannels, $"The recording has {channels} channels; the limit is {max}.", "Export the voice as mono or stereo.");

    public static Rejection SampleRateOutOfRange(int rate, int min, int max) =>
        new(RejectionCodes.SampleRateOutOfRange, $"The sample rate is {rate} Hz; from {min} to {max} Hz are accepted.", "Export the recording at 44.1 or 48 kHz.");

    public static Rejection ClipTooComplex(double limitSeconds) =>
        new(RejectionCodes.ClipTooComplex, $"The upload could not be decoded within {limitSeconds:0.#} s.", ExportAgain);

    public static Rejection SamplesNotFinite(long samples) =>
        new(RejectionCodes.SamplesNotFinite, $"{samples} samples are infinite or not a number.", "Export the recording as 16- or 24-bit WAV.");

    public static Rejection ClipTooShort(double seconds, double minSeconds) =>
        new(RejectionCodes.ClipTooShort, $"The clip lasts {seconds:0.00} s; at least {minSeconds:0.##} s are needed.", "Record 10 to 30 seconds of natural speech.");

    public static Rejection ClipChanged() =>
        new(RejectionCodes.ClipChanged, "The clip was changed or deleted after its preparation had been started.", "A changed clip is a new voice and is prepared by itself; if the recording is gone, upload it again.");
}
