using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api;

/// <summary>Answers to GET and HEAD with JSON, or with 304 if the caller has it already.</summary>
internal static class JsonAnswer
{
    public static IResult Of<T>(T value, JsonTypeInfo<T> type) => Of(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static IResult Of(byte[] json) => Results.Bytes(json, "application/json; charset=utf-8", entityTag: ETagOf(json));

    /// <summary>An ETag computed from the content.</summary>
    public static EntityTagHeaderValue ETagOf(byte[] content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");
}
