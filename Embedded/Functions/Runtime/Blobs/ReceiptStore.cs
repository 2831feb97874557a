using Embedded.Functions.Storage;

namespace Embedded.Functions.Blobs;

/// <summary>What a function has made of a blob so far.</summary>
/// <param name="Attempts">Counted before each, so that a blob which ends the process is counted, too.</param>
/// <param name="IsDone">The function succeeded, or the blob was given up.</param>
internal sealed record Receipt(string Blob, string ETag, int Attempts, bool IsDone);

/// <summary>Receipts in the database: one for each function and blob, of the blob's last version.</summary>
internal sealed class ReceiptStore(Database database)
{
    public Dictionary<string, Receipt> Load(string function, Uri container) =>
        database.Read(connection => connection.Query(
            "SELECT blob, etag, attempts, done FROM receipts WHERE function = $function AND container = $container",
            reader => new Receipt(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3)),
            ("$function", function),
            ("$container", container.AbsoluteUri)).ToDictionary(receipt => receipt.Blob, StringComparer.Ordinal));

    public Task SaveAsync(string function, Uri container, Receipt receipt) =>
        database.WriteAsync(connection => connection.Execute(
            """
            INSERT OR REPLACE INTO receipts (function, container, blob, etag, attempts, done)
            VALUES ($function, $container, $blob, $etag, $attempts, $done)
            """,
            ("$function", function),
            ("$container", container.AbsoluteUri),
            ("$blob", receipt.Blob),
            ("$etag", receipt.ETag),
            ("$attempts", receipt.Attempts),
            ("$done", receipt.IsDone)));

    public Task DeleteAsync(string function, Uri container, string blob) =>
        database.WriteAsync(connection => connection.Execute(
            "DELETE FROM receipts WHERE function = $function AND container = $container AND blob = $blob",
            ("$function", function),
            ("$container", container.AbsoluteUri),
            ("$blob", blob)));
}
