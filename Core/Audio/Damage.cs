namespace VoicePrep.Audio;

/// <summary>How much of a recording does not decode: FFmpeg conceals damage and files that end too early.</summary>
internal static class Damage
{
    private const double Tolerance = 0.1; // s; encoders fill up their last frame
    // mp3 counts a frame and a half of delay and up to one of filling, which at low rates is longer
    private const double FillSamples = 3 * 1152;
    private const double FrameSamples = 1024; // of the common codecs, from 960 to 1152; FLAC has more
    private const double LikelyShare = 0.9; // recorders that never came to fill in a length leave an absurd one

    /// <summary>From 0 to 1, of what the header and the decoder's complaints tell.</summary>
    public static double Share(DecodedClip decoded, ClipOptions options)
    {
        var (clip, seconds) = (decoded.Clip, decoded.Meter.Seconds);
        // FFmpeg's own AMR decoders report each frame of a pause that a telephone did not send as an error
        var complaints = clip.LossyCodec is "amr_nb" or "amr_wb" ? 0 : decoded.Complaints;
        var stated = clip.MissingShare is { } share ? seconds / (1 - share)
            : clip.CountsSamples || complaints > 0 ? clip.TrackDuration.TotalSeconds
            : 0;
        var claimed = Math.Min(stated, options.SearchSeconds);
        var missing = stated - seconds > stated * LikelyShare ? 0 : claimed - seconds;
        // what follows the last frame counted by an MP3's header, such as tags, does not decode, and nothing is lost
        if (clip is { LossyCodec: "mp3", TrackDuration.Ticks: > 0 } && complaints == 1 && missing <= FillSamples / clip.SampleRate)
            return 0;
        var lost = Math.Max(missing, complaints * FrameSamples / clip.SampleRate);
        return lost > Math.Max(Tolerance, FillSamples / clip.SampleRate) || complaints > 0
            ? Math.Clamp(lost / (lost + seconds), 0, 1)
            : 0;
    }
}
