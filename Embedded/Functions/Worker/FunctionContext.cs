namespace Microsoft.Azure.Functions.Worker;

/// <summary>One run of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Different for every run.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The same for every run of one function.</summary>
    public abstract string FunctionId { get; }

    /// <summary>What the trigger knows beside its value: route values, the parts of a blob's path.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>The services of this run's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>What is known of the function itself.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that belong to this run.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the caller is gone or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>What a trigger knows beside its value.</summary>
public abstract class BindingContext
{
    /// <summary>By name, compared without case.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>What is known of a function before it runs.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The file of the assembly that holds the function.</summary>
    public abstract string PathToAssembly { get; }

    /// <summary>Type and method, separated by a dot.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The same for every run of one function.</summary>
    public abstract string Id { get; }

    /// <summary>The name given in <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }
}
