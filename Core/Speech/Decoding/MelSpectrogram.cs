using System.Numerics.Tensors;
using System.Numerics;
using System.Runtime.InteropServices;
using VoicePrep.Signal;

namespace VoicePrep.Speech.Decoding;

/// <summary>
/// Whisper's log-mel spectrogram, as openai/whisper's and whisper.cpp's <c>log_mel_spectrogram</c>: Hann windows of 25 ms every 10 ms,
/// power, the model's mel filters, log10, at least the maximum less 8, (x + 4) / 4. whisper.cpp computes the same one frame at a time, and
/// takes seven to ten times as long (bench/speech.md).
/// </summary>
/// <remarks>
/// Frames are computed side by side in the lanes of the vector registers, two in each lane as the real and the imaginary part of one
/// transform. Not for concurrent calls.
/// </remarks>
internal sealed class MelSpectrogram
{
    /// <summary>Bins of the spectrum of one window.</summary>
    public const int Bins = (Window / 2) + 1;

    private const int Hop = 160;
    private const int Window = 400;
    private const int Margin = Window / 2;
    private const int Rows = 16;
    private const int Columns = Window / Rows;
    private const int FramesOfPadding = 3000;
    private const float SmallestPower = 1e-10f;

    private static readonly float[] Hann = HannWindow.Of(Window);
    private static readonly float[] Cosines = [.. Enumerable.Range(0, Window).Select(n => (float)Math.Cos(2 * Math.PI * n / Window))];
    private static readonly float[] Sines = [.. Enumerable.Range(0, Window).Select(n => (float)-Math.Sin(2 * Math.PI * n / Window))];
    private static readonly int Lanes = Vector<float>.Count;

    private readonly float[] filters;
    private readonly (int First, int End)[] supports;
    private readonly Vector<float>[] real = new Vector<float>[Window];
    private readonly Vector<float>[] imaginary = new Vector<float>[Window];
    private readonly Vector<float>[] innerReal = new Vector<float>[Window];
    private readonly Vector<float>[] innerImaginary = new Vector<float>[Window];
    private readonly Vector<float>[] power = new Vector<float>[2 * Bins];
    private float[] values = [];
    private float[] padded = [];

    /// <param name="filters">[mels, <see cref="Bins"/>], row by row.</param>
    public MelSpectrogram(float[] filters)
    {
        this.filters = filters;
        supports = [.. Enumerable.Range(0, filters.Length / Bins).Select(mel => Support(filters.AsSpan(mel * Bins, Bins)))];
    }

    public int Mels => supports.Length;

    /// <summary>The frames of the clip itself, without padding, as whisper.cpp counts them.</summary>
    public static int FramesIn(int samples) => 1 + ((samples - Margin) / Hop);

    /// <summary>Computes the spectrogram of a clip, and of the silence after it up to 30 s.</summary>
    /// <param name="samples">16 kHz mono.</param>
    /// <returns>[mels, frames], row by row; valid until the next call.</returns>
    public ReadOnlySpan<float> Compute(ReadOnlySpan<float> samples, out int frames)
    {
        // Whisper pads with the clip's beginning, mirrored, and with silence at the end.
        var heard = ((samples.Length + Margin) / Hop) + 1;
        frames = Math.Max(FramesOfPadding, heard);
        var batch = 2 * Lanes;
        Reserve(ref padded, ((heard + batch) * Hop) + Window);
        Reserve(ref values, Mels * frames);
        padded.AsSpan().Clear();
        samples.CopyTo(padded.AsSpan(Margin));
        for (var i = 1; i <= Margin && i < samples.Length; i++)
            padded[Margin - i] = samples[i];

        var spectrogram = values.AsSpan(0, Mels * frames);
        spectrogram.Fill(SmallestPower);
        for (var frame = 0; frame < heard; frame += batch)
        {
            Load(frame);
            Transform();
            AddPower();
            for (var mel = 0; mel < Mels; mel++)
                Filter(mel, spectrogram.Slice(mel * frames, frames)[frame..]);
        }

        TensorPrimitives.Max(spectrogram, SmallestPower, spectrogram);
        TensorPrimitives.Log10(spectrogram, spectrogram);
        TensorPrimitives.Max(spectrogram, TensorPrimitives.Max<float>(spectrogram) - 8, spectrogram);
        TensorPrimitives.Add(spectrogram, 4f, spectrogram);
        TensorPrimitives.Multiply(spectrogram, 0.25f, spectrogram);
        return spectrogram;
    }

    /// <summary>Loads the windows of <see cref="Lanes"/> frames as real parts, and those of the next as imaginary parts.</summary>
    private void Load(int frame)
    {
        var reals = MemoryMarshal.Cast<Vector<float>, float>(real.AsSpan());
        var imaginaries = MemoryMarshal.Cast<Vector<float>, float>(imaginary.AsSpan());
        for (var lane = 0; lane < Lanes; lane++)
        {
            var first = padded.AsSpan((frame + lane) * Hop, Window);
            var second = padded.AsSpan((frame + Lanes + lane) * Hop, Window);
            for (var n = 0; n < Window; n++)
            {
                reals[(n * Lanes) + lane] = Hann[n] * first[n];
                imaginaries[(n * Lanes) + lane] = Hann[n] * second[n];
            }
        }
    }

    /// <summary>A discrete Fourier transform of 400 as 25 of 16 and 16 of 25 (Cooley and Tukey 1965).</summary>
    private void Transform()
    {
        for (var column = 0; column < Columns; column++)
            for (var k = 0; k < Rows; k++)
            {
                var (sumReal, sumImaginary) = Sum(real, imaginary, first: column, step: Columns, count: Rows, turn: k * Columns);
                var twiddle = column * k;
                innerReal[(k * Columns) + column] = (sumReal * Cosines[twiddle]) - (sumImaginary * Sines[twiddle]);
                innerImaginary[(k * Columns) + column] = (sumReal * Sines[twiddle]) + (sumImaginary * Cosines[twiddle]);
            }

        for (var row = 0; row < Rows; row++)
            for (var k = 0; k < Columns; k++)
                (real[row + (Rows * k)], imaginary[row + (Rows * k)]) = Sum(
                    innerReal, innerImaginary, first: row * Columns, step: 1, count: Columns, turn: k * Rows);
    }

    /// <summary>Sum of values, each rotated by a further <paramref name="turn"/> 400ths of a circle.</summary>
    private static (Vector<float> Real, Vector<float> Imaginary) Sum(
        Vector<float>[] reals, Vector<float>[] imaginaries, int first, int step, int count, int turn)
    {
        var (sumReal, sumImaginary) = (Vector<float>.Zero, Vector<float>.Zero);
        for (int i = 0, at = first, angle = 0; i < count; i++, at += step)
        {
            var (cosine, sine) = (new Vector<float>(Cosines[angle]), new Vector<float>(Sines[angle]));
            sumReal = Vector.MultiplyAddEstimate(reals[at], cosine, Vector.MultiplyAddEstimate(-imaginaries[at], sine, sumReal));
            sumImaginary = Vector.MultiplyAddEstimate(reals[at], sine, Vector.MultiplyAddEstimate(imaginaries[at], cosine, sumImaginary));
            angle += turn;
            if (angle >= Window)
                angle -= Window;
        }
        return (sumReal, sumImaginary);
    }

    /// <summary>
    /// The powers of the two spectra that were computed as one: its even part is the first's, its odd part the second's.
    /// </summary>
    private void AddPower()
    {
        for (var k = 0; k < Bins; k++)
        {
            var mirror = (Window - k) % Window;
            var (a, b, c, d) = (
                real[k] + real[mirror], imaginary[k] - imaginary[mirror], imaginary[k] + imaginary[mirror], real[mirror] - real[k]);
            power[k] = ((a * a) + (b * b)) * 0.25f;
            power[Bins + k] = ((c * c) + (d * d)) * 0.25f;
        }
    }

    private void Filter(int mel, Span<float> row)
    {
        var (first, second) = (Vector<float>.Zero, Vector<float>.Zero);
        for (var k = supports[mel].First; k < supports[mel].End; k++)
        {
            var weight = new Vector<float>(filters[(mel * Bins) + k]);
            first = Vector.MultiplyAddEstimate(power[k], weight, first);
            second = Vector.MultiplyAddEstimate(power[Bins + k], weight, second);
        }
        Store(first, row);
        if (row.Length > Lanes)
            Store(second, row[Lanes..]);
    }

    private static void Store(Vector<float> lanes, Span<float> row)
    {
        if (row.Length >= Lanes)
            lanes.CopyTo(row);
        else
            for (var lane = 0; lane < row.Length; lane++)
                row[lane] = lanes[lane];
    }

    private static (int First, int End) Support(ReadOnlySpan<float> filter)
    {
        var first = filter.IndexOfAnyExcept(0f);
        return first < 0 ? (0, 0) : (first, filter.LastIndexOfAnyExcept(0f) + 1);
    }

    private static void Reserve(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new float[length];
    }
}
