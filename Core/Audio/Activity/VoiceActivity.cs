using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Samples;
using VoicePrep.Signal;

namespace VoicePrep.Audio.Activity;

/// <summary>Finds the speech in a recording with Silero's model. One session serves the process; clips run side by side.</summary>
public sealed class VoiceActivity(FfmpegRunner ffmpeg, WorkFolders folders) : IDisposable
{
    /// <summary>The rate that the model hears. Hz.</summary>
    public const int SampleRate = SampleRates.Speech;

    /// <summary>Length of the frames that are judged.</summary>
    public const double FrameSeconds = (double)SileroState.FrameLength / SampleRate;

    /// <summary>Quieter clips are raised to full scale first, but not by more than this, as OpenVoice does it.</summary>
    private const float MinPeak = 0.1f;

    /// <summary>Digital silence that lasts longer than this, 1 s, tells the model nothing new; hours of it are a cheap upload.</summary>
    private const int SettledFrames = 31;

    private readonly SileroModel model = new();

    /// <summary>The speech in 16 kHz mono samples, in order.</summary>
    public IReadOnlyList<SpeechSpan> Detect(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var probabilities = GetProbabilities(samples, cancellationToken);
        BackgroundTalkers.Remove(samples, probabilities);
        return SpeechSegmenter.Segment(probabilities, (double)samples.Length / SampleRate);
    }

    /// <summary>The speech in a recording of any accepted format, in seconds from its start.</summary>
    /// <param name="maxSeconds">What comes after is not looked at.</param>
    /// <exception cref="InvalidDataException">The file is no recording that can be decoded.</exception>
    /// <exception cref="TimeoutException">It took longer than <c>Ffmpeg__TimeoutSeconds</c>.</exception>
    public async Task<IReadOnlyList<SpeechSpan>> DetectAsync(string file, double maxSeconds, CancellationToken cancellationToken)
    {
        using var folder = folders.Create();
        File.CreateSymbolicLink(folder.File(InputGuard.ClipName), Path.GetFullPath(file));
        var samples = new List<float>();
        var run = await ffmpeg.StreamAsync(
            folder,
            [
                .. InputGuard.DecodeOptions(ffmpeg.Threads), "-i", folder.File(InputGuard.ClipName),
                "-map", "0:a:0", .. InputGuard.StreamOptions, "-af",
                $"asetpts=N/SR/TB,atrim=end={maxSeconds},{Resampling.ToMono(SampleRate)}", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
            ],
            (output, token) =>
                PcmStream.ReadAsync(output, sizeof(float), bytes => samples.AddRange(MemoryMarshal.Cast<byte, float>(bytes)), token),
            cancellationToken);
        if (run.ExitCode != 0 && samples.Count == 0)
            throw new InvalidDataException($"{file} cannot be decoded as audio.");
        return Detect(CollectionsMarshal.AsSpan(samples), cancellationToken);
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
            // The model answers a frame late; the last one has to do with the answer that comes with it.
            var probability = silent > SettledFrames ? 0 : state.Next(part, gain);
            (probabilities[Math.Max(0, frame - 1)], probabilities[frame]) = (probability, probability);
        }

        return probabilities;
    }
}
