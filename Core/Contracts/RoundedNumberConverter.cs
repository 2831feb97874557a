using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoicePrep.Contracts;

/// <summary>Writes numbers to a millionth, which is finer than anything here is measured.</summary>
public sealed class RoundedNumberConverter : JsonConverter<double>
{
    private const int Decimals = 6;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Math.Round(value, Decimals));
}
