using System.Text.Json;
using Embedded.Functions.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Functions.Orchestration;

/// <summary>Orchestrations and their histories in the database.</summary>
internal sealed class InstanceStore(Database database)
{
    private const string Columns = "id, name, status, input, output, custom_status, failure, created, updated, start_at";

    public InstanceState? Find(string id) =>
        database.Read(connection => Find(connection, id));

    public List<InstanceState> Unfinished() =>
        database.Read(connection => connection.Query(
            $"SELECT {Columns} FROM instances WHERE status IN ($running, $pending) ORDER BY created",
            State,
            ("$running", (int)OrchestrationRuntimeStatus.Running),
            ("$pending", (int)OrchestrationRuntimeStatus.Pending)));

    /// <summary>A page of instances by ID, beginning after <paramref name="after"/>.</summary>
    public List<InstanceState> List(InstanceFilter filter, string after, int limit) =>
        database.Read(connection => connection.Query(
            $"""
            SELECT {Columns} FROM instances
            WHERE id > $after AND substr(id, 1, length($prefix)) = $prefix AND created BETWEEN $from AND $to
                AND ($any OR status IN (SELECT value FROM json_each($statuses)))
            ORDER BY id LIMIT $limit
            """,
            State,
            ("$after", after),
            ("$prefix", filter.IdPrefix),
            ("$from", filter.CreatedFrom),
            ("$to", filter.CreatedTo),
            ("$any", filter.Statuses.Count == 0),
            ("$statuses", JsonSerializer.Serialize(filter.Statuses.Select(status => (int)status))),
            ("$limit", limit)));

    public List<HistoryEvent> History(string id) =>
        database.Read(connection => connection.Query(
            "SELECT type, time, task, name, data, failure, fire_at FROM history WHERE instance = $id ORDER BY sequence",
            reader => new HistoryEvent(
                (HistoryEventType)reader.GetInt32(0),
                reader.Time(1)!.Value,
                reader.IsDBNull(2) ? null : reader.GetInt32(2),
                reader.Text(3),
                reader.Text(4),
                Failure(reader.Text(5)),
                reader.Time(6)),
            ("$id", id)));

    /// <summary>Writes a new instance if <paramref name="mayReplace"/> agrees to the one of the same ID, if there is one.</summary>
    /// <returns>The instance that stood in the way; null when the new one is written.</returns>
    public Task<InstanceState?> CreateAsync(InstanceState state, Func<InstanceState, bool> mayReplace) =>
        database.WriteAsync(connection =>
        {
            if (Find(connection, state.Id) is { } existing && !mayReplace(existing))
                return existing;

            Delete(connection, state.Id);
            Save(connection, state);
            return null;
        });

    /// <summary>Writes one step of an orchestration, whole or not at all.</summary>
    public Task AppendAsync(InstanceState state, int sequence, IReadOnlyList<HistoryEvent> events) =>
        database.WriteAsync(connection =>
        {
            foreach (var e in events)
                Insert(connection, state.Id, sequence++, e);
            Save(connection, state);
        });

    /// <summary>Forgets an instance that has ended.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> PurgeAsync(string id) =>
        database.WriteAsync(connection =>
        {
            var isFinished = Find(connection, id)?.IsFinished == true;
            if (isFinished)
                Delete(connection, id);
            return isFinished;
        });

    private static InstanceState? Find(SqliteConnection connection, string id) =>
        connection.Query($"SELECT {Columns} FROM instances WHERE id = $id", State, ("$id", id)).SingleOrDefault();

    private static void Delete(SqliteConnection connection, string id)
    {
        connection.Execute("DELETE FROM history WHERE instance = $id", ("$id", id));
        connection.Execute("DELETE FROM instances WHERE id = $id", ("$id", id));
    }

    private static void Save(SqliteConnection connection, InstanceState state) =>
        connection.Execute(
            $"""
            INSERT OR REPLACE INTO instances ({Columns})
            VALUES ($id, $name, $status, $input, $output, $customStatus, $failure, $created, $updated, $startAt)
            """,
            ("$id", state.Id),
            ("$name", state.Name),
            ("$status", (int)state.Status),
            ("$input", state.Input),
            ("$output", state.Output),
            ("$customStatus", state.CustomStatus),
            ("$failure", Json(state.Failure)),
            ("$created", state.Created),
            ("$updated", state.Updated),
            ("$startAt", state.StartAt));

    private static void Insert(SqliteConnection connection, string id, int sequence, HistoryEvent e) =>
        connection.Execute(
            """
            INSERT INTO history (instance, sequence, type, time, task, name, data, failure, fire_at)
            VALUES ($id, $sequence, $type, $time, $task, $name, $data, $failure, $fireAt)
            """,
            ("$id", id),
            ("$sequence", sequence),
            ("$type", (int)e.Type),
            ("$time", e.Time),
            ("$task", e.TaskId),
            ("$name", e.Name),
            ("$data", e.Data),
            ("$failure", Json(e.Failure)),
            ("$fireAt", e.FireAt));

    private static InstanceState State(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        (OrchestrationRuntimeStatus)reader.GetInt32(2),
        reader.Text(3),
        reader.Text(4),
        reader.Text(5),
        Failure(reader.Text(6)),
        reader.Time(7)!.Value,
        reader.Time(8)!.Value,
        reader.Time(9));

    private static string? Json(TaskFailureDetails? failure) => failure is null ? null : JsonSerializer.Serialize(failure);

    private static TaskFailureDetails? Failure(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<TaskFailureDetails>(json);
}

/// <summary>Which instances to list; no statuses are all statuses.</summary>
internal sealed record InstanceFilter(
    string IdPrefix,
    DateTimeOffset CreatedFrom,
    DateTimeOffset CreatedTo,
    IReadOnlyCollection<OrchestrationRuntimeStatus> Statuses);
