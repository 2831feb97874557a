using System.Numerics.Tensors;

namespace VoicePrep.Voice.Encoder;

/// <summary>Weights of the encoder's recurrent layer (GRU 1152 to 128), in PyTorch's gate order: reset, update, new.</summary>
internal sealed record GatedUnit(float[] InputWeights, float[] HiddenWeights, float[] InputBias, float[] HiddenBias)
{
    public const int Inputs = 1152;
    public const int Hidden = 128;

    /// <summary>One step.</summary>
    /// <param name="input">[1152]</param>
    /// <param name="hidden">[128] the state, which it replaces.</param>
    public void Step(ReadOnlySpan<float> input, Span<float> hidden)
    {
        Span<float> fromInput = stackalloc float[3 * Hidden];
        Span<float> fromHidden = stackalloc float[3 * Hidden];
        Linear(InputWeights, InputBias, input, fromInput);
        Linear(HiddenWeights, HiddenBias, hidden, fromHidden);
        for (var i = 0; i < Hidden; i++)
        {
            var reset = Sigmoid(fromInput[i] + fromHidden[i]);
            var update = Sigmoid(fromInput[Hidden + i] + fromHidden[Hidden + i]);
            var candidate = MathF.Tanh(fromInput[2 * Hidden + i] + reset * fromHidden[2 * Hidden + i]);
            hidden[i] = (1 - update) * candidate + update * hidden[i];
        }
    }

    /// <summary>output = weights [outputs, inputs] * input + bias.</summary>
    public static void Linear(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output)
    {
        for (var i = 0; i < output.Length; i++)
            output[i] = TensorPrimitives.Dot(weights.Slice(i * input.Length, input.Length), input) + bias[i];
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
