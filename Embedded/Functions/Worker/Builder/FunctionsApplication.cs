using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The start of every functions app.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the configuration and services that every functions app has.</summary>
    /// <param name="args">Command-line settings, as <c>--Key=Value</c>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, Assembly.GetCallingAssembly());
}
