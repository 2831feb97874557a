using VoicePrep.Contracts;
using VoicePrep.Storage;

namespace VoicePrep.Tests.Storage;

public sealed class FinishedVoicesTests
{
    [Fact]
    public async Task Send_SwitchedOff_AsksNothingOfStorage()
    {
        var finished = new FinishedVoices(queue: null);

        await finished.CreateAsync(CancellationToken.None);
        await finished.SendAsync(new VoiceFinished("id", VoiceState.Completed, "clips/a.wav", null, []), CancellationToken.None);
    }
}
