namespace Embedded.Functions.Orchestration;

/// <summary>The orchestrator's code, run again, did something else than its history says.</summary>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
