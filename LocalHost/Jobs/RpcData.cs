using System.Reflection;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;
using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>Converts values of the WebJobs SDK to the worker protocol and back, with Newtonsoft's JSON, as the SDK and Durable.</summary>
internal static class RpcData
{
    /// <summary>Durable reads dates itself.</summary>
    private static readonly JsonSerializerSettings KeepDates = new() { DateParseHandling = DateParseHandling.None };

    public static TypedData Of(object? value) => value switch
    {
        null => new(),
        string text => new() { String = text },
        byte[] bytes => new() { Bytes = ByteString.CopyFrom(bytes) },
        HttpContext => new() { Http = new() }, // the request itself is forwarded
        ParameterBindingData data =>
            new()
            {
                ModelBindingData = new()
                {
                    Version = data.Version,
                    Source = data.Source,
                    ContentType = data.ContentType,
                    Content = ByteString.CopyFrom(data.Content),
                },
            },
        _ => ToJson(value),
    };

    public static object? Read(TypedData? data) => data?.DataCase switch
    {
        TypedData.DataOneofCase.String => data.String,
        TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject(data.Json, KeepDates),
        TypedData.DataOneofCase.Bytes => data.Bytes.ToByteArray(),
        TypedData.DataOneofCase.Int => data.Int,
        TypedData.DataOneofCase.Double => data.Double,
        _ => null,
    };

    private static TypedData ToJson(object value)
    {
        try
        {
            return new() { Json = JsonConvert.SerializeObject(value) };
        }
        catch (Exception e) when (e is JsonException or TargetInvocationException or InvalidOperationException)
        {
            return new() { String = value.ToString() };
        }
    }
}
