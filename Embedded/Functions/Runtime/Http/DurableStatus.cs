using System.Text.Json.Nodes;
using Embedded.Functions.Orchestration;
using Microsoft.DurableTask.Client;

namespace Embedded.Functions.Http;

/// <summary>The JSON of Durable Functions' HTTP API.</summary>
internal static class DurableStatus
{
    public static JsonObject Describe(InstanceState state, bool showInput) => new()
    {
        ["name"] = state.Name,
        ["instanceId"] = state.Id,
        ["runtimeStatus"] = state.Status.ToString(),
        ["input"] = showInput ? Parse(state.Input) : null,
        ["customStatus"] = Parse(state.CustomStatus),
        ["output"] = Parse(state.Output),
        ["createdTime"] = Seconds(state.Created),
        ["lastUpdatedTime"] = Seconds(state.Updated),
    };

    /// <summary>What happened, each activity as one event that carries its name and both its times.</summary>
    public static JsonArray Describe(IReadOnlyList<HistoryEvent> history, InstanceState state, bool showInput, bool showOutput)
    {
        var scheduled = history
            .Where(e => e.Type == HistoryEventType.TaskScheduled)
            .ToDictionary(e => e.TaskId!.Value);
        var ended = history
            .Where(e => e.Type is HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed)
            .Select(e => e.TaskId!.Value)
            .ToHashSet();
        return [.. history
            .Where(e => e.Type != HistoryEventType.OrchestratorStarted)
            .Where(e => e.Type != HistoryEventType.TaskScheduled || !ended.Contains(e.TaskId!.Value))
            .Select(e => Describe(e, scheduled, state, showInput, showOutput))];
    }

    private static JsonObject Describe(
        HistoryEvent e, Dictionary<int, HistoryEvent> scheduled, InstanceState state, bool showInput, bool showOutput)
    {
        var json = new JsonObject { ["EventType"] = e.Type.ToString(), ["Timestamp"] = Precise(e.Time) };
        switch (e.Type)
        {
            case HistoryEventType.ExecutionStarted:
                json["FunctionName"] = e.Name;
                AddIf(showInput, "Input", e.Data);
                break;
            case HistoryEventType.TaskScheduled:
                json["Name"] = e.Name;
                AddIf(showInput, "Input", e.Data);
                break;
            case HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed:
                var call = scheduled[e.TaskId!.Value];
                json["ScheduledTime"] = Precise(call.Time);
                json["FunctionName"] = call.Name;
                AddIf(showInput, "Input", call.Data);
                AddIf(showOutput && e.Failure is null, "Result", e.Data);
                if (e.Failure is { } failure)
                    (json["Reason"], json["Details"]) = (failure.ErrorMessage, failure.StackTrace);
                break;
            case HistoryEventType.TimerCreated:
                json["FireAt"] = Precise(e.FireAt!.Value);
                break;
            case HistoryEventType.ExecutionCompleted:
                json["OrchestrationStatus"] = (e.Failure is null
                    ? OrchestrationRuntimeStatus.Completed
                    : OrchestrationRuntimeStatus.Failed).ToString();
                AddIf(showOutput, "Result", state.Output);
                break;
            case HistoryEventType.ExecutionTerminated:
                json["Input"] = Parse(e.Data);
                break;
        }

        return json;

        void AddIf(bool show, string name, string? data)
        {
            if (show)
                json[name] = Parse(data);
        }
    }

    private static JsonNode? Parse(string? data) => data is null ? null : JsonNode.Parse(data);

    private static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("s") + "Z";

    private static string Precise(DateTimeOffset time) => time.UtcDateTime.ToString("O");
}
