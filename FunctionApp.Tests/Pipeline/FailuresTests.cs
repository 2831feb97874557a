using System.Text.Json;
using Azure;
using Microsoft.DurableTask;
using VoicePrep.Pipeline;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests.Pipeline;

public sealed class FailuresTests
{
    [Theory]
    [InlineData(typeof(IOException), true)]
    [InlineData(typeof(FileNotFoundException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(TaskCanceledException), true)]
    [InlineData(typeof(ObjectDisposedException), true)]
    [InlineData(typeof(RequestFailedException), true)]
    [InlineData(typeof(HttpRequestException), true)]
    [InlineData(typeof(AggregateException), true)]
    [InlineData(typeof(WhisperException), true)]
    [InlineData(typeof(OutOfMemoryException), true)]
    [InlineData(typeof(ArgumentOutOfRangeException), false)]
    [InlineData(typeof(InvalidOperationException), false)]
    [InlineData(typeof(InvalidDataException), false)]
    [InlineData(typeof(JsonException), false)]
    [InlineData(typeof(DivideByZeroException), false)]
    [InlineData(typeof(NullReferenceException), false)]
    public void Passes_Exception_IsTriedAgainOnlyIfItMayPass(Type type, bool passes) =>
        Assert.Equal(passes, Failures.Passes(new TaskFailureDetails(type.FullName!, "why", null, null, null)));

    [Fact]
    public void Passes_TypeThatIsNotKnown_IsTriedAgain() =>
        Assert.True(Failures.Passes(new TaskFailureDetails("(unknown)", "why", null, null, null)));
}
