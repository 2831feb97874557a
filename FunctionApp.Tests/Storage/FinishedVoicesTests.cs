using Azure.Storage.Queues;
using Microsoft.Extensions.Options;
using VoicePrep.Api;
using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Tests.Storage;

public sealed class FinishedVoicesTests
{
    [Fact]
    public async Task Send_SwitchedOff_AsksNothingOfStorage()
    {
        var nowhere = new QueueServiceClient(new Uri("http://127.0.0.1:1/account"));
        var finished = new FinishedVoices(nowhere, Options.Create(new ApiOptions { NotifyQueue = "" }));

        await finished.CreateAsync(CancellationToken.None);
        await finished.SendAsync(new VoiceFinished("id", VoiceState.Completed, "clips/a.wav", null, []), CancellationToken.None);
    }
}
