using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Embedded.Functions.Storage;

/// <summary>
/// The SQLite file. One connection writes; whatever waits while a commit is on its way shares the next one, so that
/// many writers cost few fsyncs. Readers have connections of their own and see what is committed.
/// </summary>
/// <remarks>synchronous=FULL: an answer "accepted" is a promise, which must hold through a power cut, too.</remarks>
internal sealed class Database : IAsyncDisposable
{
    private const int MaxBatch = 128;
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS instances (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, status INTEGER NOT NULL, input TEXT, output TEXT,
            custom_status TEXT, failure TEXT, created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS instances_by_status ON instances (status);
        CREATE TABLE IF NOT EXISTS history (
            instance TEXT NOT NULL, sequence INTEGER NOT NULL, type INTEGER NOT NULL, time INTEGER NOT NULL,
            task INTEGER, name TEXT, data TEXT, failure TEXT, fire_at INTEGER, PRIMARY KEY (instance, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS receipts (
            function TEXT NOT NULL, container TEXT NOT NULL, blob TEXT NOT NULL, etag TEXT NOT NULL,
            attempts INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY (function, container, blob)
        ) WITHOUT ROWID;
        """;

    private readonly string connectionString;
    private readonly SqliteConnection writer;
    private readonly Channel<Write> writes = Channel.CreateUnbounded<Write>(new() { SingleReader = true });
    private readonly Task writing;

    public Database(DataFolder folder)
    {
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.Path, "embedded.db"),
            Mode = SqliteOpenMode.ReadWriteCreate,
        }.ToString();
        writer = new SqliteConnection(connectionString);
        writer.Open();
        writer.Execute(Schema);
        writer.Execute("PRAGMA synchronous = FULL");
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Runs statements in a transaction. They are on the disk when the task completes; if they throw, none is.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> statements)
    {
        T result = default!;
        var write = new Write(connection => result = statements(connection));
        ObjectDisposedException.ThrowIf(!writes.Writer.TryWrite(write), this);
        await write.Done.Task;
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> statements) =>
        WriteAsync<object?>(connection =>
        {
            statements(connection);
            return null;
        });

    public T Read<T>(Func<SqliteConnection, T> query)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        return query(connection);
    }

    public async ValueTask DisposeAsync()
    {
        writes.Writer.Complete();
        await writing;
        await writer.DisposeAsync();
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }

    private async Task WriteAsync()
    {
        while (await writes.Reader.WaitToReadAsync())
        {
            List<Write> batch = [];
            try
            {
                using var transaction = writer.BeginTransaction();
                while (batch.Count < MaxBatch && writes.Reader.TryRead(out var write))
                {
                    batch.Add(write);
                    write.Run(writer, transaction);
                }

                transaction.Commit();
            }
            catch (Exception e)
            {
                // None of the batch is written, and each of its writers is told.
                batch.ForEach(write => write.Failure ??= e);
            }

            batch.ForEach(write => write.Complete());
        }
    }

    private sealed class Write(Action<SqliteConnection> statements)
    {
        private const string Savepoint = "write";

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Failure { get; set; }

        public void Run(SqliteConnection connection, SqliteTransaction transaction)
        {
            transaction.Save(Savepoint);
            try
            {
                statements(connection);
            }
            catch (Exception e)
            {
                Failure = e;
                // On some errors, a full disk among them, SQLite has undone the whole transaction already.
                if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
                    throw;
                // Any other error is this writer's own: the others of the batch are committed.
                transaction.Rollback(Savepoint);
            }

            transaction.Release(Savepoint);
        }

        public void Complete()
        {
            if (Failure is null)
                Done.SetResult();
            else
                Done.SetException(Failure);
        }
    }
}
