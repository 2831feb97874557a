namespace VoicePrep.Audio.Measures;

/// <summary>Samples that only repeat the one before: a low rate stretched without a filter, which no spectrum shows.</summary>
internal sealed class RepeatMeter(int sampleRate)
{
    private const double SingleShare = 0.02; // runs of a single sample; a stretched recording has none
    private const double MostFresh = 0.55;

    private readonly List<(int Runs, int Singles, int Length)> blocks = [];

    /// <summary>Adds a block of the mix.</summary>
    public void Add(float[] mono, int length)
    {
        int runs = 0, singles = 0;
        for (int start = 0, end; start < length; start = end)
        {
            end = start + 1;
            while (end < length && mono[end] == mono[start])
                end++;
            runs++;
            singles += end - start == 1 && start > 0 && end < length ? 1 : 0;
        }

        blocks.Add((runs, singles, length));
    }

    /// <summary>Half of the rate that the samples really change at, Hz; null where they are not repeated.</summary>
    public double? Bandwidth(IEnumerable<int> speech)
    {
        double runs = 0, singles = 0, length = 0;
        foreach (var block in speech.Where(block => block < blocks.Count))
        {
            runs += blocks[block].Runs;
            singles += blocks[block].Singles;
            length += blocks[block].Length;
        }

        return length > 0 && singles < SingleShare * runs && runs < MostFresh * length ? runs / length * sampleRate / 2 : null;
    }
}
