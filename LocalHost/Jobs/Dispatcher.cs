using System.Diagnostics;
using Microsoft.Azure.WebJobs;
using VoicePrep.LocalHost.Http;
using VoicePrep.LocalHost.Protocol;
using VoicePrep.LocalHost.Worker;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>Carries an invocation of the WebJobs SDK to the worker, and its result back.</summary>
public sealed class Dispatcher
{
    private readonly WorkerSupervisor workers;
    private readonly HttpForwarding http;
    private readonly WorkerLog log;

    internal Dispatcher(WorkerSupervisor workers, HttpForwarding http, WorkerLog log)
    {
        this.workers = workers;
        this.http = http;
        this.log = log;
    }

    /// <param name="arguments">The values of the bindings, then the binder and the cancellation token.</param>
    public async Task<object?> InvokeAsync(string function, object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var cancellationToken = (CancellationToken)arguments[^1]!;
        var worker = await workers.ReadyAsync(cancellationToken);
        var invocation = CreateRequest(workers.Functions[function], arguments);
        var request = arguments.OfType<HttpContext>().FirstOrDefault();
        foreach (var (key, value) in request is null ? [] : HttpForwarding.TriggerData(request))
            invocation.TriggerMetadata[key] = new() { String = value };

        using var named = log.Name(invocation.InvocationId, function);
        await using var cancel = cancellationToken.Register(() =>
            worker.Send(new() { InvocationCancel = new() { InvocationId = invocation.InvocationId } }));
        var answering = worker.AskAsync(new() { RequestId = invocation.InvocationId, InvocationRequest = invocation });
        if (request is not null && !await http.ForwardAsync(request, worker, invocation.InvocationId))
            return null;
        var response = (await answering).InvocationResponse;
        return response.Result.Status switch
        {
            StatusResult.Types.Status.Success => RpcData.Read(response.ReturnValue),
            StatusResult.Types.Status.Cancelled => throw new TaskCanceledException(),
            _ => throw new WorkerFailureException(response.Result),
        };
    }

    private static InvocationRequest CreateRequest(WorkerFunction function, object?[] arguments)
    {
        var invocation = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Name,
            TraceContext = new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
        };
        for (var i = 0; i < function.Bindings.Count; i++)
            invocation.InputData.Add(new ParameterBinding { Name = function.Bindings[i].Name, Data = RpcData.Of(arguments[i]) });
        foreach (var (key, value) in ((Binder)arguments[^2]!).BindingData ?? new Dictionary<string, object>(StringComparer.Ordinal))
        {
            if (key is not "sys" && value is not null and not HttpContext)
                invocation.TriggerMetadata[key] = RpcData.Of(value);
        }
        return invocation;
    }
}
