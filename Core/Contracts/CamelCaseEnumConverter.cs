using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoicePrep.Contracts;

/// <summary>Writes an enum as camel-case words.</summary>
public sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
