using System.ComponentModel;
using System.Reflection;
using Embedded.Functions.Orchestration;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Functions.Invocation;

/// <summary>One run of a function: its context and the values of its parameters.</summary>
/// <param name="trigger">The value of the trigger's parameter.</param>
/// <param name="data">What the trigger knows beside it, by name without case.</param>
internal sealed class FunctionRun(
    FunctionMethod function,
    object? trigger,
    IReadOnlyDictionary<string, object?> data,
    IServiceProvider services,
    CancellationToken cancellation) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override BindingContext BindingContext { get; } = new Data(data);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken => cancellation;

    /// <summary>Calls the method and gives what it returns, be it a task or not.</summary>
    public object? Start()
    {
        var target = function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateInstance(InstanceServices, function.Method.ReflectedType!);
        return function.Method.Invoke(
            target, BindingFlags.DoNotWrapExceptions, null, Array.ConvertAll(function.Parameters, Bind), null);
    }

    /// <summary>Calls the method and waits for its result; null where it has none.</summary>
    public async Task<object?> RunAsync()
    {
        using var span = ConfigureFunctionsOpenTelemetry.Invocations.StartActivity($"function {function.Name}")?.SetTag("faas.invocation_id", InvocationId);
        var result = Start();
        var task = result switch
        {
            ValueTask valueTask => valueTask.AsTask(),
            Task running => running,
            _ when IsValueTask(result) => (Task)result!.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null)!,
            _ => null,
        };
        if (task is null)
            return result;

        await task;
        return function.Method.ReturnType.IsGenericType ? task.GetType().GetProperty("Result")!.GetValue(task) : null;
    }

    private static bool IsValueTask(object? result) =>
        result?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private object? Bind(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter == function.TriggerParameter)
            return trigger;
        if (type == typeof(FunctionContext))
            return this;
        if (type == typeof(CancellationToken))
            return cancellation;
        if (type == typeof(HttpRequest))
            return this.GetHttpContext()?.Request;
        if (type == typeof(DurableTaskClient))
            return InstanceServices.GetRequiredService<EngineClient>();
        if (data.TryGetValue(parameter.Name!, out var value) && value is not null)
            return type.IsInstanceOfType(value) ? value : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value.ToString()!);
        return parameter.HasDefaultValue ? parameter.DefaultValue : null;
    }

    private sealed class Data(IReadOnlyDictionary<string, object?> values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => values;
    }
}
