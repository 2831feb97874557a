using VoicePrep.Models;
using VoicePrep.Voice.Weights;

namespace VoicePrep.Voice.Encoder;

/// <summary>Files with a tone-colour encoder: a checkpoint of OpenVoice V2's converter, or the small file cut out of one.</summary>
public static class EncoderFile
{
    /// <summary>Reads the encoder's tensors from a checkpoint (<c>.pth</c>) or safetensors file, told apart by the first bytes.</summary>
    /// <exception cref="ModelFileException">It is neither, is damaged, or is another model; the message has the path and the
    /// reason.</exception>
    internal static IReadOnlyList<NamedTensor> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[2];
            file.ReadExactly(magic);
            file.Position = 0;
            using ITensorSource tensors = magic.SequenceEqual("PK"u8) ? new TorchCheckpoint(file) : new SafetensorsFile(file);
            return EncoderTensors.Read(tensors);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new ModelFileException($"{path} is not a tone-colour encoder that can be read. {e.Message}", e);
        }
    }

    /// <summary>
    /// Extracts the encoder from a checkpoint, 3 of OpenVoice V2's 131 MB, as safetensors of the same names and numbers.
    /// </summary>
    /// <param name="checkpoint">The <c>.pth</c>.</param>
    /// <param name="encoder">The file to write; an existing one is replaced when the new one is complete.</param>
    /// <exception cref="ModelFileException">The checkpoint cannot be read; the message has the path and the reason.</exception>
    public static void FromCheckpoint(string checkpoint, string encoder)
    {
        var tensors = Read(checkpoint);
        var partial = encoder + ".partial";
        using (var file = File.Create(partial)) SafetensorsFile.Write(file, tensors);
        File.Move(partial, encoder, overwrite: true);
    }
}
