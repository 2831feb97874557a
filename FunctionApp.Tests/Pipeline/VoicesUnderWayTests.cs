using VoicePrep.Pipeline;

namespace VoicePrep.Tests.Pipeline;

public sealed class VoicesUnderWayTests
{
    private readonly VoicesUnderWay voices = new();

    /// <summary>The trigger takes an event that returns for done, and its clip would not be started again.</summary>
    [Fact]
    public async Task Follow_CancelledBeforeTheVoiceIsStarted_FailsTheEvent()
    {
        using var stopping = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => voices.FollowAsync(client: null!, "id", StopAsync, stopping.Token));

        async Task StopAsync()
        {
            await stopping.CancelAsync();
            stopping.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Follow_VoiceThatEnds_EndsTheEvent()
    {
        await voices.FollowAsync(client: null!, "id", EndAsync, CancellationToken.None);

        Task EndAsync()
        {
            voices.End("id");
            return Task.CompletedTask;
        }
    }
}
