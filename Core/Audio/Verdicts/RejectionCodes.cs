namespace VoicePrep.Audio.Verdicts;

/// <summary>Every code with which a clip can be rejected. They are stable: callers may branch on them.</summary>
public static class RejectionCodes
{
    /// <summary>The upload holds no bytes.</summary>
    public const string ClipEmpty = "clip_empty";

    /// <summary>The upload is over <c>Clip__MaxUploadMegabytes</c>.</summary>
    public const string ClipTooLarge = "clip_too_large";

    /// <summary>The upload is text: a playlist, a script, a document, whatever its name says.</summary>
    public const string ClipIsText = "clip_is_text";

    /// <summary>The bytes are no media format that FFmpeg knows.</summary>
    public const string NotAudio = "not_audio";

    /// <summary>A media format that FFmpeg knows and this service does not accept.</summary>
    public const string UnsupportedFormat = "unsupported_format";

    /// <summary>An accepted format with no audio stream in it, such as a film without sound.</summary>
    public const string NoAudioStream = "no_audio_stream";

    /// <summary>An accepted format whose audio cannot be decoded.</summary>
    public const string UnreadableAudio = "unreadable_audio";

    /// <summary>More channels than a FLAC file can hold.</summary>
    public const string TooManyChannels = "too_many_channels";

    /// <summary>A sample rate outside what recordings of speech have.</summary>
    public const string SampleRateOutOfRange = "sample_rate_out_of_range";

    /// <summary>Decoding took longer than <c>Ffmpeg__TimeoutSeconds</c>.</summary>
    public const string ClipTooComplex = "clip_too_complex";

    /// <summary>Floating-point samples that are not numbers, infinite, or thousands of times over full scale.</summary>
    public const string SamplesDamaged = "samples_damaged";

    /// <summary>The decoded audio is under <c>Clip__MinSeconds</c>.</summary>
    public const string ClipTooShort = "clip_too_short";

    /// <summary>The clip's blob was changed or deleted while it was being prepared.</summary>
    public const string ClipChanged = "clip_changed";

    /// <summary>The metadata of the clip's blob name a language that the model does not know.</summary>
    public const string LanguageUnknown = "language_unknown";

    /// <summary>No consent of the speaker was given, and <c>Clip__RequireConsent</c> requires it.</summary>
    public const string ConsentMissing = "consent_missing";

    /// <summary>The reference to the consent is too long, or has several lines.</summary>
    public const string ConsentInvalid = "consent_invalid";

    /// <summary>The recording in which the speaker consents is not in the container.</summary>
    public const string ConsentClipNotFound = "consent_clip_not_found";

    /// <summary>The recording in which the speaker consents would be rejected as a clip, or is the clip itself.</summary>
    public const string ConsentClipUnusable = "consent_clip_unusable";

    /// <summary>The speech in the window is under <c>Clip__MinSpeechSeconds</c>.</summary>
    public const string NotEnoughSpeech = "not_enough_speech";

    /// <summary>The recording is loud and periodic like a voice, but not recognised as speech: singing, or a processed voice.</summary>
    public const string VoiceNotRecognised = "voice_not_recognised";

    /// <summary>No speech was found in a recording that is hardly louder than silence.</summary>
    public const string ClipTooQuiet = "clip_too_quiet";

    /// <summary>The channels are opposite, so that the voice vanishes when they are mixed to one.</summary>
    public const string StereoCancels = "stereo_cancels";

    /// <summary>The verdict's grade is under <c>Clip__RejectBelow</c>.</summary>
    public const string GradeTooLow = "grade_too_low";

    /// <summary>Of a voice of several recordings: this one is less similar to the others than <c>Join__MinSimilarity</c>.</summary>
    public const string AnotherSpeaker = "another_speaker";

    /// <summary>Of a voice of several recordings: this one is noisier than the others by more than <c>Join__MaxNoiseGap</c>.</summary>
    public const string FarNoisier = "far_noisier";

    /// <summary>Of a voice of several recordings: the embedding of this one was made with another model.</summary>
    public const string OtherModel = "other_model";

    /// <summary>A voice of several recordings, of which none can be used.</summary>
    public const string NoRecordingUsable = "no_recording_usable";
}
