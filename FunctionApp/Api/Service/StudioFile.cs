using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace VoicePrep.Api.Service;

/// <summary>One of the files that the studio is made of, as it is and compressed.</summary>
internal sealed record StudioFile(
    string Name, string ContentType, byte[] Content, byte[] Gzipped, EntityTagHeaderValue ETag, EntityTagHeaderValue ETagGzipped)
{
    public static StudioFile Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var gzipped = Compress(content);
        return new(Path.GetFileName(path), ContentTypeOf(path), content, gzipped, JsonAnswer.ETagOf(content), JsonAnswer.ETagOf(gzipped));
    }

    private static string ContentTypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(content);

        return compressed.ToArray();
    }
}
