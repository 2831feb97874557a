using Microsoft.ML.OnnxRuntime;

namespace VoicePrep.Audio.Activity;

/// <summary>What the voice activity model remembers of one clip, and the buffers of its runs.</summary>
internal sealed class SileroState : IDisposable
{
    /// <summary>Samples of a frame, at 16 kHz: 32 ms.</summary>
    public const int FrameLength = 512;

    private const int ContextLength = 64; // of the frame before
    private const int StateLength = 2 * 128;

    private static readonly string[] InputNames = ["input", "state", "sr"];
    private static readonly string[] OutputNames = ["output", "stateN"];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly float[] _input = new float[ContextLength + FrameLength];
    private readonly float[] _output = new float[1];
    private readonly OrtValue _inputValue;
    private readonly OrtValue _rateValue;
    private readonly OrtValue _outputValue;
    private OrtValue _state;
    private OrtValue _nextState;

    public SileroState(SileroModel model)
    {
        _session = model.Session;
        _inputValue = OrtValue.CreateTensorValueFromMemory(_input, [1, _input.Length]);
        _rateValue = OrtValue.CreateTensorValueFromMemory(new long[] { VoiceActivity.SampleRate }, []);
        _outputValue = OrtValue.CreateTensorValueFromMemory(_output, [1, 1]);
        _state = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
        _nextState = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
    }

    /// <summary>The probability of speech in the clip's next frame; a short one is filled up with silence.</summary>
    public float Next(ReadOnlySpan<float> frame, float gain)
    {
        _input.AsSpan(FrameLength).CopyTo(_input);
        var fresh = _input.AsSpan(ContextLength);
        for (var i = 0; i < fresh.Length; i++)
            fresh[i] = i < frame.Length ? frame[i] * gain : 0;
        _session.Run(_runOptions, InputNames, [_inputValue, _state, _rateValue], OutputNames, [_outputValue, _nextState]);
        (_state, _nextState) = (_nextState, _state);
        return _output[0];
    }

    public void Dispose()
    {
        _inputValue.Dispose();
        _rateValue.Dispose();
        _outputValue.Dispose();
        _state.Dispose();
        _nextState.Dispose();
        _runOptions.Dispose();
    }
}
