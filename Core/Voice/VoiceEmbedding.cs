namespace VoicePrep.Voice;

/// <summary>The tone colour of a voice, as OpenVoice V2 takes it.</summary>
/// <param name="Model">The encoder that computed it; embeddings of different encoders cannot be compared.</param>
/// <param name="Values">[256], not normalised.</param>
/// <param name="Consistency">Null if the speech was too short to compare its parts.</param>
/// <param name="Pieces">How many pieces it is the mean of: its weight among other recordings of the voice.</param>
public sealed record VoiceEmbedding(EmbeddingModel Model, float[] Values, VoiceConsistency? Consistency, int Pieces = 1)
{
    public const int Dimensions = 256;
}
