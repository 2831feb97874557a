namespace VoicePrep.Audio;

/// <summary>Measures decoded audio as it streams by.</summary>
internal sealed class PcmMeter(ProbedClip clip)
{
    public long Frames { get; private set; }

    public double Seconds => (double)Frames / clip.SampleRate;

    /// <summary>The largest magnitude; 1 is full scale.</summary>
    public float Peak { get; private set; }

    /// <summary>Samples that are infinite or not a number.</summary>
    public long NotFinite { get; private set; }

    public void Add(ReadOnlySpan<float> interleaved)
    {
        Frames += interleaved.Length / clip.Channels;
        foreach (var sample in interleaved)
        {
            if (!float.IsFinite(sample))
                NotFinite++;
            Peak = Math.Max(Peak, Math.Abs(sample));
        }
    }
}
