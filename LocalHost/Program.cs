using System.Net;
using System.Runtime.InteropServices;
using Azure.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Logging.Console;
using VoicePrep.LocalHost;
using VoicePrep.LocalHost.Http;
using VoicePrep.LocalHost.Jobs;
using VoicePrep.LocalHost.Storage;
using VoicePrep.LocalHost.Worker;

// VoicePrep.LocalHost FOLDER [--urls http://127.0.0.1:7071]: runs the published functions app in that folder.
try
{
    if (args is not [var folder, .. var options])
        throw new HostException("Name the folder of a published functions app: VoicePrep.LocalHost FOLDER [--urls http://127.0.0.1:7071]");
    var app = new AppFolder(folder);
    // without this, Durable speaks the protocol of in-process apps
    Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", app.Language);
    // with this, Durable assumes a consumption plan, and writes its events to the console
    Environment.SetEnvironmentVariable("CONTAINER_NAME", null);

    using var traces = Traces.Listen();
    var toldToStop = false;
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => toldToStop = true);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => toldToStop = true);
    while (true)
    {
        await using var web = Build(app, options);
        var lease = web.Services.GetRequiredService<HostLease>(); // after the run the services are gone
        var workers = web.Services.GetRequiredService<WorkerSupervisor>();
        var triggers = web.Services.GetRequiredService<TriggerFailure>();
        await web.RunAsync();
        if (workers.Failure is { } failure)
            throw failure;
        if (lease.IsLost)
            throw new HostException("Another host took this storage over while this one could not reach it.");
        if (triggers.Reason is null || toldToStop)
            return 0;
        if (!triggers.IsTransient)
            throw new HostException(triggers.Reason);
        Console.Error.WriteLine($"{triggers.Reason} The host starts again.");
    }
}
catch (HostException e)
{
    return Fail(e.Message);
}
catch (WorkerProcessExitException e)
{
    return e.SaidWhy ? 1 : Fail(e.Message);
}
catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    return Fail($"{e.Message} Stop the program that listens there, or choose another address with --urls.");
}
catch (OperationCanceledException)
{
    return 0; // stopped while starting
}
catch (Exception e)
{
    Console.Error.WriteLine(e);
    return Fail($"The host ended: {e.Message}");
}

static int Fail(string why)
{
    Console.Error.WriteLine(why);
    return 1;
}

static WebApplication Build(AppFolder app, string[] options)
{
    var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = app.Path });
    builder.Configuration.AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(options);
    HostSettings.Add(builder.Configuration, app);
    var state = new HostState(Address(builder.Configuration["urls"]));
    var keys = new FunctionKeys(builder.Configuration);
    if (!state.IsLoopback && !keys.Any)
        throw new HostException(
            $"{state.Address} can be reached from other machines, and no key is set: "
                + "set LocalHost__FunctionKey and LocalHost__MasterKey, or listen on 127.0.0.1.");

    _ = HostLease.CreateClient(builder.Configuration); // checks the settings: the extensions would report them with a stack trace

    AddLogging(builder);
    builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MinRequestBodyDataRate = BodyLimit.SlowestLine;
        if (IPAddress.TryParse(state.Address.Host, out var ip))
            kestrel.Listen(ip, state.Address.Port);
        else
            kestrel.ListenLocalhost(state.Address.Port);
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2); // the workers'
    });

    // A page could make its own name resolve to this machine's address, and read whatever needs no key (DNS rebinding).
    if (!keys.Any)
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts =
        [
            .. builder.Configuration["AllowedHosts"]?.Split(';') ?? ["localhost", "127.0.0.1", "[::1]", state.Address.Host],
        ]);

    builder.Services.AddRouting().AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
    builder.Services.AddHttpForwarder();
    builder.Services.AddSingleton(app)
        .AddSingleton(state)
        .AddSingleton(keys)
        .AddSingleton<HostIdentity>()
        .AddSingleton<HostLease>()
        .AddSingleton<BlobReceipts>()
        .AddSingleton<FirstSeen>()
        .AddSingleton<WorkerLog>()
        .AddSingleton<WorkerSupervisor>()
        .AddSingleton<BodyLimit>()
        .AddSingleton<HttpForwarding>()
        .AddSingleton<FunctionEndpoints>()
        .AddSingleton<FunctionTypes>()
        .AddSingleton<TriggerFailure>()
        .AddSingleton<IWebJobsExceptionHandler>(services => services.GetRequiredService<TriggerFailure>())
        .AddSingleton(services =>
            new Dispatcher(
                services.GetRequiredService<WorkerSupervisor>(),
                services.GetRequiredService<HttpForwarding>(),
                services.GetRequiredService<WorkerLog>()))
        .AddSingleton<ITypeLocator>(services => services.GetRequiredService<FunctionTypes>())
        .AddSingleton<IHostIdProvider>(services => services.GetRequiredService<HostIdentity>())
        .AddSingleton<WebHooks>()
#pragma warning disable CS0618 // the WebJobs SDK's own way to the extensions' HTTP APIs
        .AddSingleton<IWebHookProvider>(services => services.GetRequiredService<WebHooks>())
#pragma warning restore CS0618
        .AddHostedService<FunctionsHost>();
    builder.Services.AddWebJobs(_ => { }).AddAzureStorageBlobs().AddDurableTask();
    builder.Services.AddAzureClients(clients => clients.ConfigureDefaults((client, services) =>
    {
        client.AddPolicy(services.GetRequiredService<FirstSeen>(), HttpPipelinePosition.PerRetry);
        // If storage is away for longer than its clients retry, the blob trigger gives up: with these settings after some minutes.
        client.Retry.MaxRetries = 30;
        client.Retry.MaxDelay = TimeSpan.FromSeconds(10);
    }));
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));

    var web = builder.Build();
    if (!keys.Any)
        web.UseHostFiltering();
    web.Use(next => context => context.RequestServices.GetRequiredService<BodyLimit>().InvokeAsync(context, next));
    web.UseRouting();
    web.MapGrpcService<FunctionRpcService>();
    web.Services.GetRequiredService<WebHooks>().Map(web);
    web.MapFallback("{**path}", context =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return state.IsRunning ? Task.CompletedTask : HostProblem.UnavailableAsync(context);
    });
    ((IEndpointRouteBuilder)web).DataSources.Add(web.Services.GetRequiredService<FunctionEndpoints>());
    return web;
}

static Uri Address(string? urls)
{
    var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "http://127.0.0.1:7071";
    return Uri.TryCreate(
        first.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal),
        UriKind.Absolute,
        out var address)
        && address.Scheme == "http"
        ? address
        : throw new HostException($"'{first}' is not an address such as http://127.0.0.1:7071.");
}

static void AddLogging(WebApplicationBuilder builder)
{
    builder.Logging.AddConfiguration(builder.Configuration.GetSection($"{HostSettings.Section}:logging"));
    builder.Logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
        console.ColorBehavior = LoggerColorBehavior.Disabled;
    });
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Yarp", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Warning)
        .AddFilter("Azure.Core", LogLevel.Error)
        .AddFilter("Function", LogLevel.Warning)
        .AddFilter("Host.Triggers.DurableTask", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
        .AddFilter("Microsoft.Azure.WebJobs.Hosting.OptionsLoggingService", LogLevel.Warning);
}
