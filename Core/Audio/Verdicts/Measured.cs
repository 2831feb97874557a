using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoicePrep.Audio.Verdicts;

/// <summary>A number or a short word in a message, with which a client can phrase it in another language.</summary>
[JsonConverter(typeof(MeasuredJson))]
public readonly record struct Measured(double? Number, string? Word)
{
    public static implicit operator Measured(double number) => new(number, null);

    public static implicit operator Measured(string word) => new(null, word);

    internal sealed class MeasuredJson : JsonConverter<Measured>
    {
        private const int Decimals = 6;

        public override Measured Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? reader.GetString()! : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, Measured value, JsonSerializerOptions options)
        {
            if (value.Number is { } number)
                writer.WriteNumberValue(Math.Round(number, Decimals));
            else
                writer.WriteStringValue(value.Word);
        }
    }
}
