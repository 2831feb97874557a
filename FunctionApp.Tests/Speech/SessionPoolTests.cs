using VoicePrep.Speech;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class SessionPoolTests : IDisposable
{
    private readonly WhisperModel model = WhisperModel.Load(WhisperFixture.DemoFile, ComputeDevice.Cpu);

    [Fact]
    public async Task RentAsync_AllSessionsAndSparesInUse_WaitsInOrderUntilOneIsBack()
    {
        using var pool = new SessionPool(model, count: 1);
        using var first = await pool.RentAsync(CancellationToken.None);
        var spare = await pool.RentAsync(CancellationToken.None);
        var third = pool.RentAsync(CancellationToken.None);
        var fourth = pool.RentAsync(CancellationToken.None);
        Assert.Equal((2, 2), (pool.Count, pool.Waiting));

        spare.Dispose();
        using (var rented = await third)
        {
            Assert.Same(spare.Session, rented.Session);
            Assert.False(fourth.IsCompleted);
        }
        using var last = await fourth;

        Assert.Same(spare.Session, last.Session);
        Assert.Equal((2, 0), (pool.Count, pool.Waiting));
    }

    [Fact]
    public async Task RentAsync_CancelledWhileItWaits_LeavesTheQueue()
    {
        using var pool = new SessionPool(model, count: 1);
        using var first = await pool.RentAsync(CancellationToken.None);
        var spare = await pool.RentAsync(CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var cancelled = pool.RentAsync(cancellation.Token);
        var next = pool.RentAsync(CancellationToken.None);

        await cancellation.CancelAsync();
        spare.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        using var rented = await next;
        Assert.Equal((2, 0), (pool.Count, pool.Waiting));
    }

    public void Dispose() => model.Dispose();
}
