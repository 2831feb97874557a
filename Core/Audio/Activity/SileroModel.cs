using Microsoft.ML.OnnxRuntime;

namespace VoicePrep.Audio.Activity;

/// <summary>Silero's voice activity model 6 in ONNX Runtime, shared by all clips; each has its <see cref="SileroState"/>.</summary>
internal sealed class SileroModel : IDisposable
{
    private const string FileName = "silero_vad_v6.onnx";

    private readonly Lazy<InferenceSession> session = new(Load);

    public InferenceSession Session => session.Value;

    public void Dispose()
    {
        if (session.IsValueCreated)
            session.Value.Dispose();
    }

    private static InferenceSession Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "models", FileName);
        if (!File.Exists(path))
            throw new InvalidOperationException($"The voice activity model {path} is missing: run ./setup.sh, then build again.");
        // Clips run side by side, and a frame is too small to be worth a second thread.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        return new(path, options);
    }
}
