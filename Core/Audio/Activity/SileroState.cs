using Microsoft.ML.OnnxRuntime;

namespace VoicePrep.Audio.Activity;

/// <summary>The voice activity model's state for one clip, and the buffers of its runs.</summary>
internal sealed class SileroState : IDisposable
{
    /// <summary>Samples of a frame, at 16 kHz: 32 ms.</summary>
    public const int FrameLength = 512;

    private const int ContextLength = 64; // of the frame before
    private const int StateLength = 2 * 128;

    private static readonly string[] InputNames = ["input", "state", "sr"];
    private static readonly string[] OutputNames = ["output", "stateN"];

    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly float[] input = new float[ContextLength + FrameLength];
    private readonly float[] output = new float[1];
    private readonly OrtValue inputValue;
    private readonly OrtValue rateValue;
    private readonly OrtValue outputValue;
    private OrtValue state;
    private OrtValue nextState;

    public SileroState(SileroModel model)
    {
        session = model.Session;
        inputValue = OrtValue.CreateTensorValueFromMemory(input, [1, input.Length]);
        rateValue = OrtValue.CreateTensorValueFromMemory(new long[] { VoiceActivity.SampleRate }, []);
        outputValue = OrtValue.CreateTensorValueFromMemory(output, [1, 1]);
        state = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
        nextState = OrtValue.CreateTensorValueFromMemory(new float[StateLength], [2, 1, 128]);
    }

    /// <summary>The probability of speech in the clip's next frame; a short frame is padded with silence.</summary>
    public float Next(ReadOnlySpan<float> frame, float gain)
    {
        input.AsSpan(FrameLength).CopyTo(input);
        var fresh = input.AsSpan(ContextLength);
        for (var i = 0; i < fresh.Length; i++)
            fresh[i] = i < frame.Length ? frame[i] * gain : 0;
        session.Run(runOptions, InputNames, [inputValue, state, rateValue], OutputNames, [outputValue, nextState]);
        (state, nextState) = (nextState, state);
        return output[0];
    }

    public void Dispose()
    {
        inputValue.Dispose();
        rateValue.Dispose();
        outputValue.Dispose();
        state.Dispose();
        nextState.Dispose();
        runOptions.Dispose();
    }
}
