namespace VoicePrep.Models;

/// <summary>The number format of the weights.</summary>
public enum ComputeType
{
    Float32,
    Float16,
    Int8,
    Int5,
}
