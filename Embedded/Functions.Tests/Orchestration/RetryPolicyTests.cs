using Microsoft.DurableTask;

namespace Embedded.Functions.Tests.Orchestration;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Policy_WithDefaults_HasThoseOfTheOriginal()
    {
        var policy = new RetryPolicy(3, Second);

        Assert.Equal(1.0, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
    }

    [Fact]
    public void Policy_OutsideItsRanges_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, 0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, maxRetryInterval: Second / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, retryTimeout: Second / 2));
        Assert.Equal(Second, new RetryPolicy(1, Second, 1, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan).FirstRetryInterval);
    }
}
