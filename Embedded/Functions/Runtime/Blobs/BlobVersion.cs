namespace Embedded.Functions.Blobs;

/// <summary>One content of one blob.</summary>
internal sealed record BlobVersion(string Name, string ETag, DateTimeOffset LastModified);
