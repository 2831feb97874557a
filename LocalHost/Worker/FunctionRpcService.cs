using Grpc.Core;
using VoicePrep.LocalHost.Protocol;

namespace VoicePrep.LocalHost.Worker;

/// <summary>Where workers connect.</summary>
internal sealed class FunctionRpcService(WorkerSupervisor workers) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context)
    {
        if (await requestStream.MoveNext(context.CancellationToken) && requestStream.Current.StartStream is { } start
            && workers.Find(start.WorkerId) is { } channel)
        {
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
