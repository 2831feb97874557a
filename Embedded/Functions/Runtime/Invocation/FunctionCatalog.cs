using System.Reflection;
using System.Runtime.CompilerServices;
using Embedded.Functions.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;

namespace Embedded.Functions.Invocation;

/// <summary>The functions of an app that are not disabled.</summary>
internal sealed class FunctionCatalog
{
    private readonly List<FunctionMethod> functions = [];

    /// <exception cref="InvalidOperationException">Functions are declared wrongly; the message lists every error.</exception>
    public FunctionCatalog(IEnumerable<Type> types, IConfiguration settings)
    {
        List<string> errors = [];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { Name: var name })
                continue;

            var problems = Check(method).ToList();
            if (!names.Add(name))
                problems.Add("the name is taken");
            errors.AddRange(problems.Select(problem => $"{name} ({method.DeclaringType}.{method.Name}): {problem}"));
            if (problems.Count == 0 && !IsDisabled(name, settings))
                functions.Add(Describe(name, method));
        }

        if (errors.Count > 0)
            throw new InvalidOperationException($"Functions are declared wrongly:\n{string.Join('\n', errors)}");

        Orchestrators = ByName<OrchestrationTriggerAttribute>(trigger => trigger.Orchestration);
        Activities = ByName<ActivityTriggerAttribute>(trigger => trigger.Activity);
    }

    public IReadOnlyDictionary<string, FunctionMethod> Orchestrators { get; }

    public IReadOnlyDictionary<string, FunctionMethod> Activities { get; }

    public IEnumerable<(FunctionMethod Function, TTrigger Trigger)> Of<TTrigger>()
        where TTrigger : TriggerBindingAttribute =>
        from function in functions
        where function.Trigger is TTrigger
        select (function, (TTrigger)function.Trigger);

    private static FunctionMethod Describe(string name, MethodInfo method)
    {
        var parameter = method.GetParameters().Single(IsTrigger);
        return new(name, method, parameter, parameter.GetCustomAttribute<TriggerBindingAttribute>()!);
    }

    private static IEnumerable<string> Check(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var triggers = parameters.Where(IsTrigger).ToList();
        if (triggers.Count != 1)
            yield return $"has {triggers.Count} triggers, must have one";
        foreach (var trigger in triggers.Where(trigger => !CanTrigger(trigger)))
            yield return $"the trigger's parameter {trigger.Name} cannot be of type {trigger.ParameterType}";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            yield return "is async void, must return a Task";
        foreach (var parameter in parameters.Where(parameter => !IsTrigger(parameter) && !CanBind(parameter)))
            yield return $"parameter {parameter.Name} of type {parameter.ParameterType} cannot be bound";
    }

    private static bool IsTrigger(ParameterInfo parameter) => parameter.IsDefined(typeof(TriggerBindingAttribute));

    private static bool CanTrigger(ParameterInfo parameter) => parameter.GetCustomAttribute<TriggerBindingAttribute>() switch
    {
        HttpTriggerAttribute => parameter.ParameterType == typeof(HttpRequest),
        OrchestrationTriggerAttribute => parameter.ParameterType == typeof(TaskOrchestrationContext),
        BlobTriggerAttribute => BlobTrigger.CanBind(parameter.ParameterType),
        _ => true,
    };

    private static bool CanBind(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type == typeof(string) || type == typeof(Guid) || type == typeof(Uri) || type.IsPrimitive
            || type == typeof(FunctionContext) || type == typeof(CancellationToken) || type == typeof(HttpRequest)
            || (type == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute)));
    }

    private static bool IsDisabled(string name, IConfiguration settings)
    {
        var value = settings[$"AzureWebJobs:{name}:Disabled"] ?? settings[$"AzureWebJobs.{name}.Disabled"];
        return value == "1" || (bool.TryParse(value, out var disabled) && disabled);
    }

    private Dictionary<string, FunctionMethod> ByName<TTrigger>(Func<TTrigger, string?> rename)
        where TTrigger : TriggerBindingAttribute =>
        Of<TTrigger>().ToDictionary(
            entry => rename(entry.Trigger) ?? entry.Function.Name,
            entry => entry.Function,
            StringComparer.OrdinalIgnoreCase);
}
