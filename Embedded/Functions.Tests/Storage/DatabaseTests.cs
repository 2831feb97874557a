using Embedded.Functions.Storage;
using Microsoft.Data.Sqlite;

namespace Embedded.Functions.Tests.Storage;

public sealed class DatabaseTests : IAsyncDisposable
{
    private const string Insert =
        "INSERT INTO receipts (function, container, blob, etag, attempts, done) VALUES ('f', 'c', $blob, 'e', 1, 1)";

    private const int SqliteFull = 13;

    private readonly TestFolder folder = new();
    private readonly DataFolder data;
    private readonly Database database;

    public DatabaseTests()
    {
        data = new(folder.Data);
        database = new(data);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Write_ThatThrows_IsUndoneAndLeavesOthersAlone()
    {
        var writes = Enumerable.Range(0, 50).Select(i => database.WriteAsync(connection =>
        {
            connection.Execute(Insert, ("$blob", $"{i}"));
            if (i % 2 == 1)
                throw new InvalidDataException($"{i}");
        })).ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        var blobs = database.Read(connection =>
            connection.Query("SELECT blob FROM receipts", reader => int.Parse(reader.GetString(0))));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => 2 * i), blobs.Order());
        Assert.All(writes.Where((_, i) => i % 2 == 1), write => Assert.IsType<InvalidDataException>(write.Exception!.InnerException));
        Assert.All(writes.Where((_, i) => i % 2 == 0), write => Assert.True(write.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Write_OnAFullDisk_FailsAndSucceedsWhenThereIsRoom()
    {
        await LimitPagesAsync(10);
        var large = new string('x', 1_000_000);
        var failing = database.WriteAsync(connection => connection.Execute(Insert, ("$blob", large)));

        Assert.Equal(SqliteFull, (await Assert.ThrowsAsync<SqliteException>(() => failing)).SqliteErrorCode);
        await LimitPagesAsync(100_000);
        await database.WriteAsync(connection => connection.Execute(Insert, ("$blob", large)));
        Assert.Single(database.Read(connection => connection.Query("SELECT blob FROM receipts", reader => reader.GetString(0))));
    }

    [Fact]
    public void DataFolder_HeldByAnother_IsRefused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new DataFolder(folder.Data));

        Assert.Contains("EmbeddedHost__DataFolder", error.Message, StringComparison.Ordinal);
    }

    private Task LimitPagesAsync(int pages) =>
        database.WriteAsync(connection => { connection.Execute($"PRAGMA max_page_count = {pages}"); });
}
