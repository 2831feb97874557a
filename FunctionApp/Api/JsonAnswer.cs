using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api;

/// <summary>Answers to GET and HEAD with JSON, 304 where the caller has it already.</summary>
internal static class JsonAnswer
{
    public static IResult Of<T>(T value, JsonTypeInfo<T> type) => Of(JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>The ETag is made of the content.</summary>
    public static IResult Of(byte[] json) =>
        Results.Bytes(json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\""));
}
