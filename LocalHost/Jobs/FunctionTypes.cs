using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace VoicePrep.LocalHost.Jobs;

/// <summary>
/// Generates the class that the WebJobs SDK indexes: one method for each function, whose parameters have the attributes of the function's
/// bindings and whose body calls <see cref="FunctionMethods.InvokeAsync"/>.
/// </summary>
internal sealed class FunctionTypes(IConfiguration configuration) : ITypeLocator
{
    /// <summary>Part of the names under which blob receipts are kept: with another name, every old blob would trigger again.</summary>
    public const string ClassName = "Host.Functions";

    private static readonly MethodInfo Invoke = typeof(FunctionMethods).GetMethod(nameof(FunctionMethods.InvokeAsync))!;

    /// <summary>The WebJobs SDK's attribute and parameter type for each type of binding.</summary>
    private static readonly Dictionary<string, (Type? Attribute, Type Parameter)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["httpTrigger"] = (null, typeof(HttpContext)),
        ["blobTrigger"] = (typeof(BlobTriggerAttribute), typeof(ParameterBindingData)),
        ["orchestrationTrigger"] = (typeof(OrchestrationTriggerAttribute), typeof(string)),
        ["activityTrigger"] = (typeof(ActivityTriggerAttribute), typeof(string)),
        ["entityTrigger"] = (typeof(EntityTriggerAttribute), typeof(string)),
        ["durableClient"] = (typeof(DurableClientAttribute), typeof(string)),
    };

    private Type[] types = [];

    public IReadOnlyList<Type> GetTypes() => types;

    /// <exception cref="HostException">A function has a binding that this host does not know.</exception>
    public void Define(IEnumerable<WorkerFunction> functions)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new("Functions"), AssemblyBuilderAccess.Run).DefineDynamicModule("Functions");
        var type = module.DefineType(ClassName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(FunctionMethods));
        DefineConstructor(type);
        foreach (var function in functions.Where(function => !function.IsDisabled(configuration)))
            Define(type, function);
        types = [type.CreateType()];
    }

    private static void DefineConstructor(TypeBuilder type)
    {
        var body = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(Dispatcher)]).GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldarg_1);
        body.Emit(
            OpCodes.Call,
            typeof(FunctionMethods).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Single());
        body.Emit(OpCodes.Ret);
    }

    private static void Define(TypeBuilder type, WorkerFunction function)
    {
        foreach (var unknown in function.Bindings.Where(binding => !Known.ContainsKey(binding.Type)))
            throw new HostException(
                $"The function {function.Name} has a binding of type {unknown.Type}, which this host does not know. "
                    + $"It knows {string.Join(", ", Known.Keys)}.");

        Type[] parameters =
        [
            .. function.Bindings.Select(binding => Known[binding.Type].Parameter), typeof(Binder), typeof(CancellationToken),
        ];
        // Durable triggers use what the method returns; for the others the SDK would look for a binding of the return value.
        var returns = function.Bindings.Any(binding =>
            binding.Is("orchestrationTrigger") || binding.Is("activityTrigger") || binding.Is("entityTrigger"));
        var method = type.DefineMethod(function.Name, MethodAttributes.Public, returns ? typeof(Task<object>) : typeof(Task), parameters);
        method.SetCustomAttribute(new(typeof(FunctionNameAttribute).GetConstructor([typeof(string)])!, [function.Name]));
        if (function.HttpTrigger is not null)
            method.SetCustomAttribute(new(typeof(NoAutomaticTriggerAttribute).GetConstructor([])!, []));

        for (var i = 0; i < function.Bindings.Count; i++)
        {
            var binding = function.Bindings[i];
            var parameter = method.DefineParameter(i + 1, ParameterAttributes.None, binding.Name);
            if (Known[binding.Type].Attribute is { } attribute)
                parameter.SetCustomAttribute(Attribute(attribute, binding));
        }
        method.DefineParameter(function.Bindings.Count + 1, ParameterAttributes.None, "binder");
        method.DefineParameter(function.Bindings.Count + 2, ParameterAttributes.None, "cancellationToken");
        EmitCall(method.GetILGenerator(), function.Name, parameters);
    }

    /// <summary><c>return InvokeAsync("NAME", new object[] { ... });</c></summary>
    private static void EmitCall(ILGenerator body, string function, Type[] parameters)
    {
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldstr, function);
        body.Emit(OpCodes.Ldc_I4, parameters.Length);
        body.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < parameters.Length; i++)
        {
            body.Emit(OpCodes.Dup);
            body.Emit(OpCodes.Ldc_I4, i);
            body.Emit(OpCodes.Ldarg, (short)(i + 1));
            if (parameters[i].IsValueType)
                body.Emit(OpCodes.Box, parameters[i]);
            body.Emit(OpCodes.Stelem_Ref);
        }
        body.Emit(OpCodes.Call, Invoke);
        body.Emit(OpCodes.Ret);
    }

    /// <summary>The attribute with every property that the binding's JSON names.</summary>
    private static CustomAttributeBuilder Attribute(Type type, FunctionBinding binding)
    {
        var constructor = type.GetConstructor([typeof(string)]) ?? type.GetConstructor([])!;
        object?[] arguments = constructor.GetParameters().Length == 0 ? [] : [binding.Find("path") ?? binding.Find("taskHub")];
        var set = type.GetProperties().Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => (Property: property, Value: binding.Find(property.Name)))
            .Where(pair => pair.Value is not null)
            .Select(pair => (pair.Property, Value: Convert(pair.Value!, pair.Property.PropertyType)))
            .ToList();
        return new(constructor, arguments, [.. set.Select(pair => pair.Property)], [.. set.Select(pair => pair.Value)]);
    }

    private static object Convert(string value, Type type) =>
        type.IsEnum ? Enum.Parse(type, value, ignoreCase: true) : System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
}
