using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Speech.Decoding;
using VoicePrep.Speech.Engine;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Speech;

[Collection(WhisperTests.Name)]
public sealed class SessionPoolTests : IDisposable
{
    private readonly WhisperModel model = WhisperModel.Load(GgmlFile.Read(WhisperFixture.DemoFile), ComputeDevice.Cpu);

    [Fact]
    public async Task RentAsync_AllSessionsAndSparesInUse_WaitsInOrderUntilOneIsBack()
    {
        using var pool = new SessionPool(count: 1, () => new(model));
        using var first = await pool.RentAsync(CancellationToken.None);
        var spare = await pool.RentAsync(CancellationToken.None);
        var third = pool.RentAsync(CancellationToken.None);
        var fourth = pool.RentAsync(CancellationToken.None);
        Assert.Equal(2, pool.Waiting);

        spare.Dispose();
        using (var rented = await third)
        {
            Assert.Same(spare.Session, rented.Session);
            Assert.False(fourth.IsCompleted);
        }
        using var last = await fourth;

        Assert.Same(spare.Session, last.Session);
        Assert.Equal(0, pool.Waiting);
    }

    [Fact]
    public async Task RentAsync_CancelledWhileItWaits_LeavesTheQueue()
    {
        using var pool = new SessionPool(count: 1, () => new(model));
        using var first = await pool.RentAsync(CancellationToken.None);
        var spare = await pool.RentAsync(CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        var cancelled = pool.RentAsync(cancellation.Token);
        var next = pool.RentAsync(CancellationToken.None);

        await cancellation.CancelAsync();
        spare.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        using var rented = await next;
        Assert.Same(spare.Session, rented.Session);
    }

    [Fact]
    public async Task RentAsync_NoMemoryForASpare_WaitsForASessionThatThereIs()
    {
        var made = 0;
        using var pool = new SessionPool(count: 2, () => made++ < 2 ? new(model) : throw new WhisperException("no memory"));
        var first = await pool.RentAsync(CancellationToken.None);
        using var second = await pool.RentAsync(CancellationToken.None);
        var third = pool.RentAsync(CancellationToken.None);
        Assert.Equal(1, pool.Waiting);

        first.Dispose();

        using var rented = await third;
        Assert.Same(first.Session, rented.Session);
    }

    [Fact]
    public async Task Dispose_SessionInUse_IsDisposedOfWhenItComesBack()
    {
        var pool = new SessionPool(count: 1, () => new(model));
        var rented = await pool.RentAsync(CancellationToken.None);
        using var spare = await pool.RentAsync(CancellationToken.None);
        var waiting = pool.RentAsync(CancellationToken.None);

        pool.Dispose();
        rented.Session.WarmUp(AudioContext.Full, threads: 1, isGpu: false);
        rented.Dispose();

        Assert.Throws<ObjectDisposedException>(() => rented.Session.WarmUp(AudioContext.Full, threads: 1, isGpu: false));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    public void Dispose() => model.Dispose();
}
