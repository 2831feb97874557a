namespace VoicePrep.LocalHost.Jobs;

/// <summary>Base of the class that <see cref="FunctionTypes"/> generates; public because that is in another assembly.</summary>
public abstract class FunctionMethods(Dispatcher dispatcher)
{
    /// <summary>What every generated method calls.</summary>
    /// <param name="arguments">The values of the bindings, then the binder and the cancellation token.</param>
    public Task<object?> InvokeAsync(string function, object?[] arguments) => dispatcher.InvokeAsync(function, arguments);
}
