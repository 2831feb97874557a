namespace VoicePrep.Voice.Weights;

/// <summary>A file of named tensors.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>Reads one tensor in row-major order, as float32.</summary>
    /// <param name="name">Its full name, such as <c>ref_enc.proj.bias</c>.</param>
    /// <param name="shape">The shape it must have; nothing is allocated before the file is known to hold exactly that.</param>
    /// <exception cref="InvalidDataException">The tensor is missing, of another shape or number type, or damaged.</exception>
    float[] Read(string name, params ReadOnlySpan<int> shape);
}
