namespace VoicePrep.Audio.Verdicts;

/// <summary>
/// Every limit of the verdict, with where it comes from. Peer services publish lengths only; what they say of quality ("clean, one
/// speaker, no long gaps") is put into numbers here with what cloning engines ask for and the standards of
/// telephony. Those of broadcasting and audio books are stricter than a voice model needs: by them, 11 of 100 clips that cloning projects
/// ship as good references were good.
/// </summary>
internal static class Thresholds
{
    // XTTS v2 asks for 6 s, most guides for 6 to 15; the lower limit is Clip__MinSeconds.
    public static Threshold Seconds(double minSeconds) =>
        new("seconds", "s", Math.Max(6, minSeconds), minSeconds, HigherIsBetter: true, "Record 6 to 30 seconds.");

    // OpenVoice's extractor needs 5 s of speech (se_extractor.py); the lower limit is Clip__MinSpeechSeconds.
    public static Threshold SpeechSeconds(double minSpeechSeconds) =>
        new(
            "speech_seconds",
            "s",
            Math.Max(5, minSpeechSeconds),
            minSpeechSeconds,
            HigherIsBetter: true,
            "Speak for longer: at least 6 seconds, without counting pauses.");

    // Conversational speech is active 40 to 50 % of the time (ITU-T P.59); read speech far more.
    public static readonly Threshold SpeechShare =
        new("speech_share", "ratio", 0.4, 0.15, HigherIsBetter: true, "Cut away the silence before, after and between the sentences.");

    // OpenVoice joins speech over pauses of up to 1 s and warns of "long blanks" (its QA.md).
    public static readonly Threshold LongestPause =
        new("longest_pause", "s", 2, 10, HigherIsBetter: false, "Read without long breaks, or cut them out.");

    // Above 20 dB noise is heard only in the pauses, which no embedding is made of. ACX's limit for audio books would be 37.
    public static readonly Threshold SignalToNoise =
        new("signal_to_noise", "dB", 20, 10, HigherIsBetter: true, "Record in a quieter room, or closer to the microphone.");

    // EBU R 128's -23 LUFS and the -14 LUFS of streaming services are both good; quieter speech loses resolution, not identity.
    public static readonly Threshold LoudnessFloor =
        new("loudness", "LUFS", -33, -45, HigherIsBetter: true, "Speak up, move closer to the microphone or raise its level.");

    public static readonly Threshold LoudnessCeiling =
        new(
            "loudness",
            "LUFS",
            -9,
            -3,
            HigherIsBetter: false,
            "Lower the recording level; the recording is squashed against the maximum.");

    // EBU R 128's -1 dBTP is for players; a recording may touch full scale. Above it only floating-point and lossy files can be, and those
    // lose nothing when they are turned down to it, unless they were clipped there before.
    public static readonly Threshold Peak =
        new("peak", "dBFS", 0.5, 3, HigherIsBetter: false, "Lower the recording level so that the loudest words stay under the maximum.");

    // One clipped sample in 10,000 is a click now and then; one in 200 is heard throughout.
    public static readonly Threshold ClippedShare =
        new(
            "clipped_share",
            "ratio",
            0.0001,
            0.005,
            HigherIsBetter: false,
            "Lower the recording level: the loudest words are cut off at the top.");

    // -46 and -34 dBFS: more than that is a fault of the sound card, and eats headroom.
    public static readonly Threshold DcOffset =
        new(
            "dc_offset",
            "ratio",
            0.005,
            0.02,
            HigherIsBetter: false,
            "Use another sound card or microphone input, or a high-pass filter: the wave is off centre.");

    // Recordings at 16 kHz, which many engines take, reach 7 to 8 kHz, as does wideband telephony (ITU-T G.722); the plain telephone ends
    // at 3.4 kHz (G.712).
    public static readonly Threshold Bandwidth =
        new(
            "bandwidth",
            "Hz",
            7_000,
            5_500,
            HigherIsBetter: true,
            "Do not record over the telephone or a call, and export at 44.1 kHz and 128 kbit/s or more.");

    // Independent channels lose 3 dB in the mix, and so does a voice on one of two channels.
    public static readonly Threshold StereoCancellation =
        new(
            "stereo_cancellation",
            "dB",
            4,
            10,
            HigherIsBetter: false,
            "Export the voice as mono from one channel: the two channels cancel each other.");

    // A lost syllable is a fault of the copy; half of a recording can still have a good window.
    public static readonly Threshold Damage =
        new(
            "damage",
            "ratio",
            0.002,
            0.5,
            HigherIsBetter: false,
            "A part of the recording is lost, in the middle or at the end: copy or export the original again.");

    // The embedding is of one voice; which of them is wanted only the sender knows.
    public static readonly Threshold ChannelTalkers =
        new(
            "channel_talkers",
            "people",
            1,
            8,
            HigherIsBetter: false,
            "Several people speak on separate channels, and only the loudest was used: export the channel of the right person.");

    // A noise at -30 dB would be good too, and hum lies beside the voice more than in it.
    public static readonly Threshold Hum =
        new(
            "hum",
            "dB",
            -30,
            -15,
            HigherIsBetter: false,
            "Find the mains hum: move cables and chargers away, or run the laptop from its battery.");

    // Of 36 utterances of audio books 35 are under 0.09; clipped at a quarter of the peak, all are over it, after mp3 and another rate
    // too.
    public static readonly Threshold FlatTops =
        new(
            "flat_tops",
            "ratio",
            0.09,
            0.3,
            HigherIsBetter: false,
            "The recording was clipped or limited before it was converted: lower the recording level, and switch effects off.");

    // A sustained tone 40 dB under the speech is hardly heard behind it.
    public static readonly Threshold Music =
        new(
            "music",
            "dB",
            -40,
            -25,
            HigherIsBetter: false,
            "There is music under the voice: use a recording without it, or only the part without it.");

    // A voice alone gives 0.10 to 0.23 s, a speech in the open over loudspeakers 0.27; rooms with a reverberation time of 0.4 s give 0.31
    // to 0.40, of 0.8 s 0.46 to 0.60.
    public static readonly Threshold Reverberation =
        new(
            "reverberation",
            "s",
            0.28,
            0.65,
            HigherIsBetter: false,
            "The room echoes: record closer to the microphone, among soft furniture, curtains or clothes.");

    // Lips click now and then; 0.5 each second are heard throughout.
    public static readonly Threshold Clicks =
        new(
            "clicks",
            "1/s",
            0.5,
            10,
            HigherIsBetter: false,
            "There are clicks or crackle: check cable and plug, or the recorder's buffer, and record again.");

    // Synthetic voices, whose words are cut out of silence, have up to 0.4; real ones have none.
    public static readonly Threshold Dropouts =
        new(
            "dropouts",
            "1/s",
            0.4,
            5,
            HigherIsBetter: false,
            "The sound keeps dropping out for a few milliseconds: record on the device itself and not over a call or a wireless "
                + "microphone, and without a noise gate.");

    // Opus is made for wideband speech from 16 kbit/s up (RFC 6716, section 2.1.1), of which pauses leave 14.5; the older codecs take
    // twice or thrice as much.
    public static Threshold BitRate(string codec) =>
        codec is "opus" or "amr_wb" or "amrwb" or "speex"
            ? new("bit_rate", "kbit/s", 14, 6, HigherIsBetter: true, LowBitRate)
            : new("bit_rate", "kbit/s", codec.StartsWith("mp", StringComparison.Ordinal) ? 40 : 24, 12, HigherIsBetter: true, LowBitRate);

    private const string LowBitRate = "The codec left out details of the voice: record as WAV or FLAC, or with 64 kbit/s or more.";

    // Between the voice of a clip and that of the recording in which its speaker consents. Measured with the demo encoder on synthetic
    // voices: bench/voice.md has the distributions and the error rates at these and at other values.
    public static readonly Threshold ConsentVoice =
        new(
            "consent_voice",
            "cosine",
            0.45,
            0.2,
            HigherIsBetter: true,
            "The voice does not sound like the one that consents: "
                + "record both with the same person, in one manner and with one microphone, or listen to both.");
}
