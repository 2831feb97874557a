namespace VoicePrep.Audio.Verdicts;

/// <summary>The rejections in words. One method for each of <see cref="RejectionCodes"/>.</summary>
internal static class Rejections
{
    private const string ExportAgain = "Export the recording as WAV, FLAC, MP3, M4A or Ogg and upload that file.";

    public static Rejection ClipEmpty() =>
        Of(RejectionCodes.ClipEmpty, "The upload has 0 bytes.", "Upload the file again; the transfer may have been cut off.");

    public static Rejection ClipTooLarge(long bytes, int maxMegabytes) =>
        Of(
            RejectionCodes.ClipTooLarge,
            $"The upload has {Math.Ceiling(bytes / 1e5) / 10:0.0} MB; the limit is {maxMegabytes} MB.",
            "Send a shorter part of the recording, or a compressed format such as FLAC or M4A.",
            new() { ["megabytes"] = bytes / 1e6, ["maxMegabytes"] = maxMegabytes });

    public static Rejection ClipIsText() =>
        Of(RejectionCodes.ClipIsText, "The upload is a text file, not a recording.", ExportAgain);

    public static Rejection NotAudio() =>
        Of(RejectionCodes.NotAudio, "The upload is in no known audio format, or its beginning is damaged.", ExportAgain);

    public static Rejection UnsupportedFormat() =>
        Of(RejectionCodes.UnsupportedFormat, "The upload is in a format that is not accepted.", ExportAgain);

    public static Rejection NoAudioStream() =>
        Of(RejectionCodes.NoAudioStream, "The upload has no sound track.", "Upload a recording with sound.");

    public static Rejection UnreadableAudio() =>
        Of(
            RejectionCodes.UnreadableAudio,
            "The sound in the upload cannot be decoded: the file is damaged, incomplete or copy-protected.",
            ExportAgain);

    public static Rejection TooManyChannels(int channels, int max) =>
        Of(
            RejectionCodes.TooManyChannels,
            $"The recording has {channels} channels; the limit is {max}.",
            "Export the voice as mono or stereo.",
            new() { ["channels"] = channels, ["maxChannels"] = max });

    public static Rejection SampleRateOutOfRange(int rate, int min, int max) =>
        Of(
            RejectionCodes.SampleRateOutOfRange,
            $"The sample rate is {rate} Hz; from {min} to {max} Hz are accepted.",
            "Export the recording at 44.1 or 48 kHz.",
            new() { ["hertz"] = rate, ["minHertz"] = min, ["maxHertz"] = max });

    public static Rejection ClipTooComplex(double limitSeconds) =>
        Of(
            RejectionCodes.ClipTooComplex,
            $"The upload could not be decoded within {limitSeconds:0.#} s.",
            ExportAgain,
            new() { ["maxSeconds"] = limitSeconds });

    public static Rejection SamplesDamaged(long samples) =>
        Of(
            RejectionCodes.SamplesDamaged,
            $"{samples} samples are infinite, not numbers, or absurdly large; none are allowed.",
            "Export the recording as 16- or 24-bit WAV.",
            new() { ["samples"] = samples });

    /// <param name="isCut">Whether there was more of it.</param>
    public static Rejection ClipTooShort(double seconds, double minSeconds, bool isCut = false) =>
        Of(
            RejectionCodes.ClipTooShort,
            $"{(isCut ? "What is left of the clip" : "The clip")} lasts {Under(seconds, minSeconds, 2):0.00} s; "
                + $"at least {minSeconds:0.##} s are needed.",
            isCut ? Thresholds.Damage.Advice : "Record 10 to 30 seconds of natural speech.",
            Limit(seconds, minSeconds));

    public static Rejection ClipChanged() =>
        Of(
            RejectionCodes.ClipChanged,
            "The clip was changed or deleted after its preparation was started.",
            "A changed clip is a new voice and is prepared separately; if the recording is gone, upload it again.");

    /// <param name="language">As the metadata have it.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static Rejection LanguageUnknown(string language, string problem) =>
        Of(
            RejectionCodes.LanguageUnknown,
            $"The language in the clip's metadata: {problem}",
            "Correct the blob's metadata 'language', or remove it: the model then detects the language itself.",
            new() { ["language"] = language });

    public static Rejection ConsentMissing() =>
        Of(
            RejectionCodes.ConsentMissing,
            "No consent of the speaker is given, and Clip__RequireConsent requires it.",
            "Send the recording again with a reference to the consent as 'consent', or with a recording of it as 'consentClip'; "
                + "for a blob, set the metadata, which makes it a new voice.");

    public static Rejection ConsentInvalid(string problem) =>
        Of(
            RejectionCodes.ConsentInvalid,
            $"The reference to the consent: {problem}",
            "Correct it and send the recording again; for a blob, set the metadata, which makes it a new voice.");

    public static Rejection ConsentClipNotFound(string name) =>
        Of(
            RejectionCodes.ConsentClipNotFound,
            $"The recording in which the speaker consents, '{name}', is not in the container.",
            "Upload the recording of the consent before the clip that names it, then that clip again; or send both in one form.",
            new() { ["name"] = name });

    public static Rejection ConsentClipUnusable(Rejection why) =>
        Of(
            RejectionCodes.ConsentClipUnusable,
            $"The recording in which the speaker consents cannot be used ({why.Code}): {why.Message}",
            $"{why.Advice} This concerns the recording of the consent; the clip itself is fine.",
            new() { ["reason"] = why.Code });

    public static Rejection ConsentClipIsTheClip() =>
        Of(
            RejectionCodes.ConsentClipUnusable,
            "The recording in which the speaker consents is the clip itself.",
            "Record the consent by itself, and name that recording.",
            new() { ["reason"] = "same_clip" });

    public static Rejection NotEnoughSpeech(double seconds, double minSeconds) =>
        Of(
            RejectionCodes.NotEnoughSpeech,
            $"{Under(seconds, minSeconds, 1):0.0} s of speech were found; at least {minSeconds:0.##} s are needed.",
            "Speak clearly and close to the microphone, for at least 6 seconds. Whispering is often not detected: "
                + "Clip__MinSpeechSeconds=0 lets it through.",
            Limit(seconds, minSeconds));

    public static Rejection NotEnoughSpeechSearched(double seconds, double minSeconds, double searchSeconds) =>
        Of(
            RejectionCodes.NotEnoughSpeech,
            $"{Under(seconds, minSeconds, 1):0.0} s of speech were found in the first {searchSeconds:0.##} s, and no more is searched; "
                + $"at least {minSeconds:0.##} s are needed.",
            "Cut out the part in which someone speaks, and upload that.",
            Limit(seconds, minSeconds, ("searchSeconds", searchSeconds)));

    public static Rejection VoiceNotRecognised(double voicedSeconds, double loudness, double speechSeconds, double minSeconds) =>
        Of(
            RejectionCodes.VoiceNotRecognised,
            $"{voicedSeconds:0.0} s of the recording, at {loudness:0} LUFS, sound like a voice, but only "
                + $"{Under(speechSeconds, minSeconds, 1):0.0} s are recognised as speech; at least {minSeconds:0.##} s are needed.",
            "Singing, cartoonish and strongly processed voices are often not recognised: "
                + "use plain speech, or, if the recording is meant as it is, let it through with Clip__MinSpeechSeconds=0.",
            Limit(speechSeconds, minSeconds, ("voicedSeconds", voicedSeconds), ("loudness", loudness)));

    public static Rejection ClipTooQuiet(double peakDb, double minDb) =>
        Of(
            RejectionCodes.ClipTooQuiet,
            $"The recording is too quiet: its loudest moment is at {peakDb:0} dBFS, and no speech is found under {minDb:0} dBFS.",
            "Check that the right microphone is on, raise its level or move closer, and record again.",
            new() { ["peak"] = peakDb, ["minPeak"] = minDb });

    public static Rejection StereoCancels(double lostDb, double maxDb) =>
        Of(
            RejectionCodes.StereoCancels,
            $"The channels cancel each other: their mix is {lostDb:0} dB weaker than they are; the limit is {maxDb:0} dB.",
            Thresholds.StereoCancellation.Advice,
            new() { ["lostDecibels"] = lostDb, ["maxDecibels"] = maxDb });

    public static Rejection AnotherSpeaker(double similarity, double least) =>
        Of(
            RejectionCodes.AnotherSpeaker,
            "The recording sounds like a different person from the others: "
                + $"its similarity to them is {similarity:0.00}; at least {least:0.00} is needed.",
            "Listen to it next to the others, and record this person again in the same manner and room; "
                + "or keep every recording with Join__MinSimilarity=-1.",
            new() { ["similarity"] = similarity, ["minSimilarity"] = least });

    public static Rejection FarNoisier(double ratio, double gap, double maxGap) =>
        Of(
            RejectionCodes.FarNoisier,
            $"The recording is far noisier than the others: its signal is {ratio:0} dB over the noise, {gap:0} dB less than theirs; "
                + $"at most {maxGap:0.#} dB less is accepted.",
            Thresholds.SignalToNoise.Advice,
            new() { ["decibels"] = ratio, ["gapDecibels"] = gap, ["maxGapDecibels"] = maxGap });

    public static Rejection OtherModel(string model, string current) =>
        Of(
            RejectionCodes.OtherModel,
            $"The recording's embedding was made with '{model}', but '{current}' is now in use; they cannot be averaged.",
            "Upload the recording again.",
            new() { ["model"] = model, ["currentModel"] = current });

    public static Rejection NoRecordingUsable(IReadOnlyList<(string Name, Rejection Why)> recordings) =>
        Of(
            RejectionCodes.NoRecordingUsable,
            string.Join(
                ' ',
                recordings.Select(recording => $"{recording.Name}: {recording.Why.Message}")
                    .Prepend($"None of {recordings.Count} recordings can be used.")),
            recordings.Count == 0
                ? "The recordings were erased: upload others."
                : string.Join(' ', recordings.Select(recording => recording.Why.Advice).Distinct(StringComparer.Ordinal)),
            new() { ["recordings"] = recordings.Count });

    public static Rejection GradeTooLow(Verdict verdict, Grade least)
    {
        var below = verdict.Checks.Where(check => check.Outcome > least).ToArray();
        var measured = string.Join(
            "; ", below.Select(check => $"{check.Name} is {check.Value:0.####} {check.Unit}, good is {check.Threshold:0.####}"));
        return Of(
            RejectionCodes.GradeTooLow,
            $"The recording is {Word(verdict.Grade)}; {Word(least)} is needed: {measured}.",
            string.Join(' ', below.Select(check => check.Advice)),
            new()
            {
                ["grade"] = Word(verdict.Grade),
                ["neededGrade"] = Word(least),
                ["checks"] = string.Join(", ", below.Select(check => check.Name)),
            });
    }

    /// <summary>A value that missed a limit, rounded so that it still does.</summary>
    private static double Under(double value, double limit, int decimals) =>
        Math.Round(value, decimals) is var rounded && rounded < limit ? rounded : Math.Round(rounded - Math.Pow(10, -decimals), decimals);

    private static Dictionary<string, Measured> Limit(
        double seconds, double minSeconds, params IEnumerable<(string Name, double Value)> more)
    {
        var values = new Dictionary<string, Measured>(StringComparer.Ordinal) { ["seconds"] = seconds, ["minSeconds"] = minSeconds };
        foreach (var (name, value) in more)
            values[name] = value;

        return values;
    }

    private static Rejection Of(string code, string message, string advice, Dictionary<string, Measured>? values = null) =>
        new(code, message, advice, values ?? []);

    private static string Word(Grade grade) => grade switch
    {
        Grade.Good => "good",
        Grade.Usable => "usable",
        _ => "poor",
    };
}
