using System.Numerics.Tensors;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Activity;

/// <summary>Finds the speech in a recording with Silero's model. One session serves the process; clips run side by side.</summary>
public sealed class VoiceActivity : IDisposable
{
    /// <summary>The sample rate of the model's input. Hz.</summary>
    public const int SampleRate = SampleRates.Speech;

    /// <summary>Length of the frames that are judged. Seconds.</summary>
    public const double FrameSeconds = (double)SileroState.FrameLength / SampleRate;

    /// <summary>Clips are raised to full scale first, as in OpenVoice, but as if their peak were at least this.</summary>
    private const float MinPeak = 0.1f;

    /// <summary>Digital silence longer than this, 1 s, is not given to the model: hours of it would be a cheap attack.</summary>
    private const int SettledFrames = 31;

    private readonly SileroModel model = new();

    /// <summary>The speech in 16 kHz mono samples, in order.</summary>
    public IReadOnlyList<SpeechSpan> Detect(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var probabilities = GetProbabilities(samples, cancellationToken);
        BackgroundTalkers.Remove(samples, probabilities);
        return SpeechSegmenter.Segment(probabilities, (double)samples.Length / SampleRate);
    }

    public void Dispose() => model.Dispose();

    /// <summary>The probability of speech in each frame of 16 kHz mono samples.</summary>
    private float[] GetProbabilities(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        using var state = new SileroState(model);
        var gain = samples.IsEmpty ? 1 : 1 / Math.Max(MinPeak, Math.Abs(TensorPrimitives.MaxMagnitude(samples)));
        var silent = 0;
        var probabilities = new float[(samples.Length + SileroState.FrameLength - 1) / SileroState.FrameLength];
        for (var frame = 0; frame < probabilities.Length; frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rest = samples[(frame * SileroState.FrameLength)..];
            var part = rest[..Math.Min(rest.Length, SileroState.FrameLength)];
            silent = part.ContainsAnyExcept(0f) ? 0 : silent + 1;
            // The model answers a frame late; the last frame takes the answer that comes with it.
            var probability = silent > SettledFrames ? 0 : state.Next(part, gain);
            (probabilities[Math.Max(0, frame - 1)], probabilities[frame]) = (probability, probability);
        }

        return probabilities;
    }
}
