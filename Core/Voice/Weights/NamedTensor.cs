namespace VoicePrep.Voice.Weights;

/// <summary>A tensor in row-major order.</summary>
internal sealed record NamedTensor(string Name, int[] Shape, float[] Values);
