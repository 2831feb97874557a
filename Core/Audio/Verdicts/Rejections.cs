namespace VoicePrep.Audio.Verdicts;

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

    public static Rejection SamplesDamaged(long samples) =>
        new(RejectionCodes.SamplesDamaged, $"{samples} samples are infinite, not numbers, or absurdly large; none may be.", "Export the recording as 16- or 24-bit WAV.");

    public static Rejection ClipTooShort(double seconds, double minSeconds) =>
        new(RejectionCodes.ClipTooShort, $"The clip lasts {seconds:0.00} s; at least {minSeconds:0.##} s are needed.", "Record 10 to 30 seconds of natural speech.");

    public static Rejection ClipChanged() =>
        new(RejectionCodes.ClipChanged, "The clip was changed or deleted after its preparation had been started.", "A changed clip is a new voice and is prepared by itself; if the recording is gone, upload it again.");

    public static Rejection LanguageUnknown(string problem) =>
        new(RejectionCodes.LanguageUnknown, $"The language in the clip's metadata: {problem}", "Correct the blob's metadata 'language', or remove it: the model then finds the language itself.");

    public static Rejection NotEnoughSpeech(double seconds, double minSeconds) =>
        new(RejectionCodes.NotEnoughSpeech, $"{seconds:0.0} s of speech were found; at least {minSeconds:0.##} s are needed.", "Speak clearly and close to the microphone, for at least 6 seconds. Whispering is often not found: Clip__MinSpeechSeconds=0 lets it through.");

    public static Rejection NotEnoughSpeechSearched(double seconds, double minSeconds, double searchSeconds) =>
        new(RejectionCodes.NotEnoughSpeech, $"{seconds:0.0} s of speech were found in the first {searchSeconds:0.##} s, and only these are searched; at least {minSeconds:0.##} s are needed.", "Cut out the part in which someone speaks, and upload that.");

    public static Rejection VoiceNotRecognised(double voicedSeconds, double loudness, double speechSeconds, double minSeconds) =>
        new(
            RejectionCodes.VoiceNotRecognised,
            $"{voicedSeconds:0.0} s of the recording, at {loudness:0} LUFS, sound like a voice, but only {speechSeconds:0.0} s are recognised as speech; at least {minSeconds:0.##} s are needed.",
            "Singing, cartoonish and strongly processed voices are often not recognised: use plain speech, or, if the recording is meant as it is, let it through with Clip__MinSpeechSeconds=0.");

    public static Rejection ClipTooQuiet(double peakDb, double minDb) =>
        new(RejectionCodes.ClipTooQuiet, $"The recording is too quiet: its loudest moment is at {peakDb:0} dBFS, and no speech is found under {minDb:0} dBFS.", "See that the right microphone is on, raise its level or move closer, and record again.");

    public static Rejection StereoCancels(double lostDb, double maxDb) =>
        new(RejectionCodes.StereoCancels, $"The channels cancel each other: their mix is {lostDb:0} dB weaker than they are; the limit is {maxDb:0} dB.", Thresholds.StereoCancellation.Advice);

    public static Rejection AnotherSpeaker(double similarity, double least) =>
        new(
            RejectionCodes.AnotherSpeaker,
            $"The recording sounds like another person than the others: its similarity to them is {similarity:0.00}; at least {least:0.00} is needed.",
            "Listen to it beside the others, and record this person again in the same manner and room; or keep every recording with Join__MinSimilarity=-1.");

    public static Rejection FarNoisier(double ratio, double gap, double maxGap) =>
        new(
            RejectionCodes.FarNoisier,
            $"The recording is far noisier than the others: its signal is {ratio:0} dB over the noise, {gap:0} dB less than theirs; at most {maxGap:0.#} dB less are taken.",
            Thresholds.SignalToNoise.Advice);

    public static Rejection OtherModel(string model, string current) =>
        new(RejectionCodes.OtherModel, $"The recording's embedding was made with '{model}', and now '{current}' is used; they cannot be averaged.", "Upload the recording again.");

    public static Rejection NoRecordingUsable(IReadOnlyList<(string Name, Rejection Why)> recordings) =>
        new(
            RejectionCodes.NoRecordingUsable,
            string.Join(' ', recordings.Select(recording => $"{recording.Name}: {recording.Why.Message}").Prepend($"None of {recordings.Count} recordings can be used.")),
            recordings.Count == 0 ? "The recordings were erased: upload others." : string.Join(' ', recordings.Select(recording => recording.Why.Advice).Distinct(StringComparer.Ordinal)));

    public static Rejection GradeTooLow(Verdict verdict, Grade least)
    {
        var below = verdict.Checks.Where(check => check.Outcome > least).ToArray();
        var measured = string.Join("; ", below.Select(check => $"{check.Name} is {check.Value:0.####} {check.Unit}, good is {check.Threshold:0.####}"));
        return new(RejectionCodes.GradeTooLow, $"The recording is {Word(verdict.Grade)}; {Word(least)} is needed: {measured}.", string.Join(' ', below.Select(check => check.Advice)));
    }

    private static string Word(Grade grade) => grade switch
    {
        Grade.Good => "good",
        Grade.Usable => "usable",
        _ => "poor",
    };
}
