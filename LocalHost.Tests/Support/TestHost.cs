using System.Globalization;
using System.Reflection;
using VoicePrep.Testing;

namespace VoicePrep.LocalHost.Tests.Support;

/// <summary>The host as a process of its own, with the test app.</summary>
public sealed class TestHost : IDisposable
{
    private static readonly string Program = typeof(TestHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "LocalHost").Value!;

    private TestHost(TestBed bed, string? appFolder, Uri? address, params IEnumerable<(string Name, string Value)> settings)
    {
        Http = new HttpClient { BaseAddress = address ?? new Uri($"http://127.0.0.1:{FreePort.Next()}"), Timeout = Eventually.Limit };
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = bed.Storage.ConnectionString,
            ["Journal"] = bed.JournalFile,
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        Process = TestProcess.Start(
            "dotnet", [Program, appFolder ?? AppFolder, "--urls", Http.BaseAddress.GetLeftPart(UriPartial.Authority)], environment);
    }

    /// <summary>Where the build publishes the test app.</summary>
    public static string AppFolder => Path.Combine(AppContext.BaseDirectory, "TestApp");

    public TestProcess Process { get; }

    public HttpClient Http { get; }

    /// <summary>Starts a host, and waits until it knows its routes.</summary>
    public static async Task<TestHost> StartAsync(TestBed bed, params IEnumerable<(string Name, string Value)> settings)
    {
        var host = Launch(bed, settings: settings);
        await host.ListensAsync();
        return host;
    }

    /// <summary>Starts a host and does not wait for it.</summary>
    public static TestHost Launch(
        TestBed bed, string? appFolder = null, Uri? address = null, params IEnumerable<(string Name, string Value)> settings) =>
        new(bed, appFolder, address, settings);

    /// <summary>Waits until the host knows its routes.</summary>
    public Task ListensAsync() => Eventually.IsAsync(
        () =>
        {
            Assert.False(Process.HasExited, Process.Output);
            return Task.FromResult(Process.Output.Contains("Listening on http://", StringComparison.Ordinal) ? Process : null);
        },
        () => $"a host that listens\n{Process.Output}");

    /// <summary>The ID of the process that runs the functions.</summary>
    public async Task<int> GetWorkerAsync()
    {
        var id = await Eventually.IsAsync(
            async () =>
            {
                using var response = await Http.GetAsync("api/worker");
                return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null;
            },
            () => $"a worker that answers\n{Process.Output}");
        return int.Parse(id, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        Http.Dispose();
        Process.Dispose();
    }
}
