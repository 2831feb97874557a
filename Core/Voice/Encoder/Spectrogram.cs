using System.Numerics;
using System.Runtime.InteropServices;
using VoicePrep.Signal;

namespace VoicePrep.Voice.Encoder;

/// <summary>
/// The input of OpenVoice V2's encoder: magnitudes sqrt(re² + im² + 1e-6), without a logarithm, of windows of 1024 samples (periodic Hann)
/// every 256 samples, with the audio reflected by 384 samples at both ends. Each frame is then normalised over its 513 bins, which is the
/// encoder's first layer.
/// </summary>
/// <remarks>
/// A vector holds the same sample of as many neighbouring frames as it has lanes, so one pass of plain arithmetic transforms them all. The
/// working memory is reused, so it is not for concurrent calls.
/// </remarks>
internal sealed class Spectrogram
{
    public const int Bins = Size / 2 + 1;

    /// <summary>The shortest audio that can be reflected and has a frame.</summary>
    public const int MinSamples = Size;

    private const int Size = 1024;
    private const int Hop = 256;
    private const int Padding = (Size - Hop) / 2;
    private const float MagnitudeFloor = 1e-6f;
    private const float LayerNormEpsilon = 1e-5f;

    private static readonly float[] Hann = HannWindow.Of(Size);

    private readonly FourierTransform transform = new(Size);
    private readonly Vector<float>[] magnitudes = new Vector<float>[Bins];

    /// <summary>Frames that <see cref="Transform"/> computes at once.</summary>
    public static int FramesAtOnce => Vector<float>.Count;

    public static int CountFrames(int samples) => (samples + 2 * Padding - Size) / Hop + 1;

    /// <summary>Computes <see cref="FramesAtOnce"/> frames; those after the end of the audio are meaningless, but finite.</summary>
    /// <param name="samples">The whole audio.</param>
    /// <param name="firstFrame">The first frame to compute.</param>
    /// <param name="scale">[513] the normalisation's weight.</param>
    /// <param name="shift">[513] its bias.</param>
    /// <param name="frames">[<see cref="FramesAtOnce"/>, 513] the result.</param>
    public void Transform(
        ReadOnlySpan<float> samples, int firstFrame, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> frames)
    {
        var lanes = Vector<float>.Count;
        var signal = transform.Input.AsSpan();
        var input = MemoryMarshal.Cast<Vector<float>, float>(signal);
        for (var lane = 0; lane < lanes; lane++)
        {
            var start = (firstFrame + lane) * Hop - Padding;
            if (start >= 0 && start + Size <= samples.Length)
            {
                var window = samples.Slice(start, Size);
                for (var n = 0; n < window.Length; n++) input[n * lanes + lane] = window[n];
            }
            else
            {
                for (var n = 0; n < Size; n++) input[n * lanes + lane] = samples[Reflect(start + n, samples.Length)];
            }
        }

        for (var n = 0; n < Size; n++) signal[n] *= Hann[n];
        transform.Run(magnitudes, MagnitudeFloor);

        var mean = Vector<float>.Zero;
        foreach (var magnitude in magnitudes) mean += magnitude;
        mean /= Bins;
        var variance = Vector<float>.Zero;
        foreach (var magnitude in magnitudes) variance += (magnitude - mean) * (magnitude - mean);
        var inverse = Vector<float>.One / Vector.SquareRoot(variance / Bins + new Vector<float>(LayerNormEpsilon));
        for (var bin = 0; bin < Bins; bin++)
        {
            var normalised = (magnitudes[bin] - mean) * inverse * scale[bin] + new Vector<float>(shift[bin]);
            for (var lane = 0; lane < lanes; lane++) frames[lane * Bins + bin] = normalised[lane];
        }
    }

    /// <summary>Index of the sample that stands at <paramref name="index"/> when the audio is mirrored at its ends.</summary>
    private static int Reflect(int index, int length)
    {
        if (index < 0) index = -index;
        if (index >= length) index = 2 * (length - 1) - index;
        return Math.Clamp(index, 0, length - 1);
    }
}
