using DurableTask.Core.Exceptions;
using Embedded.Functions.Invocation;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Functions.Orchestration;

/// <summary>The client of this process's own engine.</summary>
internal sealed class EngineClient(
    OrchestrationEngine engine,
    InstanceStore store,
    FunctionCatalog catalog,
    JsonDataConverter converter) : DurableTaskClient("default")
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
    ];

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (orchestratorName.Name is not { } name || !catalog.Orchestrators.ContainsKey(name))
            throw new ArgumentException(
                $"The orchestrator '{orchestratorName.Name}' does not exist or is disabled.", nameof(orchestratorName));

        var now = DateTimeOffset.UtcNow;
        var state = new InstanceState(
            options?.InstanceId ?? Guid.NewGuid().ToString("N"),
            name,
            OrchestrationRuntimeStatus.Pending,
            converter.Serialize(input),
            Output: null,
            CustomStatus: null,
            Failure: null,
            now,
            now,
            options?.StartAt?.ToUniversalTime());
        var dedupe = Dedupe(options?.DedupeStatuses);
        while (await store.CreateAsync(state, existing => existing.IsFinished && !dedupe.Contains(existing.Status)) is { } existing)
        {
            if (dedupe.Contains(existing.Status))
                throw new OrchestrationAlreadyExistsException(
                    $"An orchestration with ID '{state.Id}' and status {existing.Status} exists.");

            await engine.TerminateAsync(state.Id, output: null, cancellation);
        }

        engine.Begin(state);
        return state.Id;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(
            await engine.WaitAsync(instanceId, state => state.Status != OrchestrationRuntimeStatus.Pending, cancellation),
            getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(await engine.WaitAsync(instanceId, state => state.IsFinished, cancellation), getInputsAndOutputs);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        engine.TerminateAsync(instanceId, converter.Serialize(options?.Output), cancellation);

    public override Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(store.Find(instanceId) is { } state ? Describe(state, getInputsAndOutputs) : null);

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        new(await store.PurgeAsync(instanceId) ? 1 : 0);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The statuses that forbid a new instance.</summary>
    private static HashSet<OrchestrationRuntimeStatus> Dedupe(IReadOnlyList<string>? names)
    {
        if (names is null)
            return [.. Unfinished];

        HashSet<OrchestrationRuntimeStatus> statuses = [];
        foreach (var name in names)
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status))
                throw new ArgumentException($"'{name}' is no orchestration status.", nameof(names));
            statuses.Add(status);
        }

        // Replacing a running instance terminates it first, and that must not forbid the new one.
        if (statuses.Contains(OrchestrationRuntimeStatus.Terminated) && !Unfinished.All(statuses.Contains))
            throw new ArgumentException(
                "With Terminated among the dedupe statuses, Pending, Running and Suspended must be, too.", nameof(names));
        return statuses;
    }

    private OrchestrationMetadata Describe(InstanceState state, bool withData) => new(state.Name, state.Id)
    {
        DataConverter = withData ? converter : null,
        RuntimeStatus = state.Status,
        CreatedAt = state.Created,
        LastUpdatedAt = state.Updated,
        SerializedInput = withData ? state.Input : null,
        SerializedOutput = withData ? state.Output : null,
        SerializedCustomStatus = withData ? state.CustomStatus : null,
        FailureDetails = withData ? state.Failure : null,
    };
}
