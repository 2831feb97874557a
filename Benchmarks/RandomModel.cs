using System.Runtime.InteropServices;
using System.Text;
using VoicePrep.Models;
using VoicePrep.Speech;

namespace VoicePrep.Benchmarks;

/// <summary>
/// Writes a Whisper file of any published size with random weights: as fast as the real one, where the real one cannot be had.
/// It can be made to say a fixed number of tokens, whatever it hears: the decoder's positions then outweigh all else, and each
/// position leads to the next token of a script.
/// </summary>
public static class RandomModel
{
    private const int NoiseLength = 1 << 20;
    private const int EndOfText = 50257;
    private const int FirstTimestamp = 50364;
    private const int LastTimestamp = FirstTimestamp + 1500;

    /// <summary>Size of a scripted position, by which it outweighs what the layers add to it.</summary>
    private const float ScriptScale = 64;

    /// <summary>Spread of the logits that a random position gives, near that of a real model.</summary>
    private const float LogitScale = 3;

    /// <summary>The published sizes: width, heads, layers of the encoder and of the decoder, mel bands, tokens.</summary>
    private static readonly Dictionary<string, GgmlHeader> Sizes = new()
    {
        ["tiny"] = Size(384, 6, 4, 4),
        ["base"] = Size(512, 8, 6, 6),
        ["small"] = Size(768, 12, 12, 12),
        ["medium"] = Size(1024, 16, 24, 24),
        ["large-v2"] = Size(1280, 20, 32, 32),
        ["large-v3"] = Size(1280, 20, 32, 32) with { Mels = 128, Vocabulary = 51866 },
        ["large-v3-turbo"] = Size(1280, 20, 32, 4) with { Mels = 128, Vocabulary = 51866 },
    };

    public static IReadOnlyCollection<string> Names => Sizes.Keys;

    /// <summary>Writes a float16 file that says so many text tokens of every clip, in one segment.</summary>
    /// <param name="size">One of <see cref="Names"/>.</param>
    public static void WriteTalking(string path, string size, int textTokens)
    {
        int[] script = [FirstTimestamp, .. Enumerable.Range(0, textTokens).Select(i => 1000 + (37 * i)), LastTimestamp, EndOfText];
        // The tokens of the third large model are one further, for its one language more.
        var shift = Sizes[size].Vocabulary - Sizes["base"].Vocabulary;
        Write(path, size, [.. script.Select(token => token > EndOfText ? token + shift : token)]);
    }

    /// <summary>Writes a float16 file, with the demo model's mel filters and single bytes of its vocabulary.</summary>
    /// <param name="size">One of <see cref="Names"/>.</param>
    /// <param name="script">Tokens to say after the prompt's three; null leaves what is said to chance.</param>
    public static void Write(string path, string size, IReadOnlyList<int>? script, int seed = 1)
    {
        var template = GgmlFile.Read(Path.Combine(AppContext.BaseDirectory, "models", "demo", "ggml-demo.bin"));
        var header = Sizes[size];
        var noise = Noise(seed);
        using var writer = new BinaryWriter(File.Create(path));
        GgmlConverter.WriteHead(
            writer, template with { Header = header, MelFilters = Filters(template, header.Mels), Vocabulary = Vocabulary(template) });

        var embedding = new float[header.Vocabulary * header.TextState];
        Fill(embedding, noise, EmbeddingScale(header), 0);
        var offset = 0;
        foreach (var (name, shape, kind) in Tensors(header))
        {
            var tensor = new GgmlTensor(name, shape, kind == Kind.Matrix ? GgmlType.Float16 : GgmlType.Float32, 0);
            var numbers = new float[tensor.Elements];
            if (name == "decoder.token_embedding.weight")
                numbers = embedding;
            else if (name == "decoder.positional_embedding" && script is not null)
                WriteScript(numbers, embedding, header, script);
            else if (kind == Kind.Gain)
                Array.Fill(numbers, 1f);
            else if (kind != Kind.Bias)
                Fill(numbers, noise, kind == Kind.Position ? 0.1f : 1 / MathF.Sqrt(tensor.Elements / (float)shape[^1]), offset += 7919);
            GgmlConverter.WriteTensor(
                writer, tensor, tensor.Type == GgmlType.Float16 ? Halves(numbers) : MemoryMarshal.AsBytes(numbers.AsSpan()));
        }
    }

    /// <summary>All tensors in the order of whisper.cpp's conversion script; shapes with the fastest running size first.</summary>
    private static IEnumerable<(string Name, int[] Shape, Kind Kind)> Tensors(GgmlHeader header)
    {
        var width = header.AudioState;
        yield return ("encoder.positional_embedding", [width, header.AudioContext], Kind.Position);
        yield return ("encoder.conv1.weight", [3, header.Mels, width], Kind.Matrix);
        yield return ("encoder.conv1.bias", [1, width], Kind.Bias);
        yield return ("encoder.conv2.weight", [3, width, width], Kind.Matrix);
        yield return ("encoder.conv2.bias", [1, width], Kind.Bias);
        for (var layer = 0; layer < header.AudioLayers; layer++)
        {
            foreach (var tensor in Attention($"encoder.blocks.{layer}.attn", width).Concat(Perceptron($"encoder.blocks.{layer}", width)))
                yield return tensor;
        }
        foreach (var tensor in Norm("encoder.ln_post", width))
            yield return tensor;

        yield return ("decoder.positional_embedding", [width, header.TextContext], Kind.Position);
        yield return ("decoder.token_embedding.weight", [width, header.Vocabulary], Kind.Matrix);
        for (var layer = 0; layer < header.TextLayers; layer++)
        {
            var block = $"decoder.blocks.{layer}";
            var attentions = Attention($"{block}.attn", width).Concat(Attention($"{block}.cross_attn", width));
            foreach (var tensor in attentions.Concat(Perceptron(block, width)))
                yield return tensor;
        }
        foreach (var tensor in Norm("decoder.ln", width))
            yield return tensor;
    }

    private static IEnumerable<(string Name, int[] Shape, Kind Kind)> Attention(string name, int width) =>
    [
        .. Norm($"{name}_ln", width),
        .. Linear($"{name}.query", width, width),
        ($"{name}.key.weight", [width, width], Kind.Matrix),
        .. Linear($"{name}.value", width, width),
        .. Linear($"{name}.out", width, width),
    ];

    private static IEnumerable<(string Name, int[] Shape, Kind Kind)> Perceptron(string block, int width) =>
        [.. Norm($"{block}.mlp_ln", width), .. Linear($"{block}.mlp.0", width, 4 * width), .. Linear($"{block}.mlp.2", 4 * width, width)];

    private static IEnumerable<(string Name, int[] Shape, Kind Kind)> Linear(string name, int from, int to) =>
        [($"{name}.weight", [from, to], Kind.Matrix), ($"{name}.bias", [to], Kind.Bias)];

    private static IEnumerable<(string Name, int[] Shape, Kind Kind)> Norm(string name, int width) =>
        [($"{name}.weight", [width], Kind.Gain), ($"{name}.bias", [width], Kind.Bias)];

    /// <summary>The prompt ends at position 2; what stands there leads to the first token of the script.</summary>
    private static void WriteScript(float[] positions, float[] embedding, GgmlHeader header, IReadOnlyList<int> script)
    {
        const int FirstPosition = 2;
        const int English = 50259;
        // The language is detected from position 0.
        Lead(0, English);
        for (var i = 0; i < script.Count; i++)
            Lead(FirstPosition + i, script[i]);

        void Lead(int position, int token)
        {
            for (var column = 0; column < header.TextState; column++)
                positions[(position * header.TextState) + column] = ScriptScale / EmbeddingScale(header)
                    * embedding[(token * header.TextState) + column];
        }
    }

    private static float EmbeddingScale(GgmlHeader header) => LogitScale / MathF.Sqrt(header.TextState);

    private static float[] Noise(int seed)
    {
        var random = new Random(seed);
        var noise = new float[NoiseLength];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return noise;
    }

    /// <summary>
    /// A block of Gaussian noise over and over, each time from another place: rows differ, and gigabytes of it take seconds.
    /// </summary>
    private static void Fill(float[] numbers, float[] noise, float scale, int offset)
    {
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = scale * noise[(i + offset + (31 * (i / NoiseLength))) & (NoiseLength - 1)];
    }

    private static ReadOnlySpan<byte> Halves(float[] numbers)
    {
        var halves = new Half[numbers.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(numbers, halves);
        return MemoryMarshal.AsBytes(halves.AsSpan());
    }

    /// <summary>The template's rows, repeated where the model has more: what is in them costs no time.</summary>
    private static float[] Filters(GgmlFile template, int mels)
    {
        var bins = template.MelFilters.Length / template.Header.Mels;
        return [.. Enumerable.Range(0, mels * bins).Select(i => template.MelFilters[i % template.MelFilters.Length])];
    }

    /// <summary>
    /// Each token a character of its own, so that a script reads like speech in a language without spaces: names that are alike would look
    /// like a loop to the guards.
    /// </summary>
    private static IReadOnlyList<byte[]> Vocabulary(GgmlFile template)
    {
        const int Bytes = 256;
        const int FirstIdeograph = 0x4E00;
        const int Ideographs = 20_902;
        return
        [
            .. template.Vocabulary.Select((name, token) =>
                token < Bytes ? name : Encoding.UTF8.GetBytes($"{(char)(FirstIdeograph + (token % Ideographs))}")),
        ];
    }

    private static GgmlHeader Size(int width, int heads, int audioLayers, int textLayers) =>
        new(51865, 1500, width, heads, audioLayers, 448, width, heads, textLayers, 80, 1);

    private enum Kind
    {
        Matrix,
        Position,
        Bias,
        Gain,
    }
}
