using Microsoft.DurableTask.Client;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Pipeline;

/// <summary>Finds the state of a voice. Stored results come first, because they outlive the orchestration's history.</summary>
public sealed class VoiceLookup(VoiceStore voices)
{
    /// <summary>The state of a voice; null if no voice has this ID.</summary>
    public async Task<VoiceStatus?> FindAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (await FindStoredAsync(id, cancellationToken) is { } stored)
            return stored;

        if (await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellationToken) is not { } instance)
            return null;

        if (await voices.IsErasedAsync(id, cancellationToken))
            return null;

        var progress = instance.SerializedCustomStatus is null ? null : Progress.Parse(instance.ReadCustomStatusAs<string>()!);
        return instance.RuntimeStatus switch
        {
            OrchestrationRuntimeStatus.Pending => new VoiceStatus(id, VoiceState.Queued),
            OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended =>
                new VoiceStatus(id, VoiceState.Running, progress?.Stage ?? StageNames.ValidateAndTrim),
            // It ended between the two lookups, so its result is stored by now.
            OrchestrationRuntimeStatus.Completed when await FindStoredAsync(id, cancellationToken) is { } justStored => justStored,
            OrchestrationRuntimeStatus.Failed => Failures.Describe(id, progress?.Stage, progress?.Fault ?? FaultCodes.InternalError),
            _ => Failures.Describe(id, progress?.Stage, FaultCodes.PreparationEnded),
        };
    }

    private async Task<VoiceStatus?> FindStoredAsync(string id, CancellationToken cancellationToken)
    {
        if (await voices.ReadProfileAsync(id, cancellationToken) is { } profile)
            return new VoiceStatus(id, VoiceState.Completed, Profile: profile);

        return await voices.ReadStoredRejectionAsync(id, cancellationToken) is { } stored
            ? new VoiceStatus(id, VoiceState.Rejected, Rejection: stored.Rejection, Recordings: stored.Recordings)
            : null;
    }
}
