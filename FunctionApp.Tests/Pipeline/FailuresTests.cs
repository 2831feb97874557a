using System.Text.Json;
using Azure;
using Microsoft.DurableTask;
using VoicePrep.Contracts;
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
    public void IsTransient_Exception_IsTrueOnlyIfItMayPass(Type type, bool transient) =>
        Assert.Equal(transient, Failures.IsTransient(Failure(type)));

    [Theory]
    [InlineData(typeof(RequestFailedException), FaultCodes.StorageUnavailable)]
    [InlineData(typeof(AggregateException), FaultCodes.StorageUnavailable)]
    [InlineData(typeof(WhisperException), FaultCodes.ModelFailed)]
    [InlineData(typeof(IOException), FaultCodes.FileUnavailable)]
    [InlineData(typeof(TimeoutException), FaultCodes.TimedOut)]
    [InlineData(typeof(TaskCanceledException), FaultCodes.TimedOut)]
    [InlineData(typeof(OutOfMemoryException), FaultCodes.UnknownFault)]
    [InlineData(typeof(InvalidDataException), FaultCodes.WorkDamaged)]
    [InlineData(typeof(NullReferenceException), FaultCodes.InternalError)]
    public void CodeOf_Exception_SaysWhatFailedAndWhetherItMayPass(Type type, string code)
    {
        var voice = Failures.Describe("7", StageNames.ConvertAudio, Failures.CodeOf(Failure(type)));

        Assert.Equal(new VoiceStatus("7", VoiceState.Failed, StageNames.ConvertAudio, Error: voice.Error, ErrorCode: code), voice);
        Assert.Contains(
            Failures.IsTransient(Failure(type)) ? "This may have passed" : "It will happen again", voice.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No space left on device")]
    [InlineData("Disk quota exceeded")]
    public void CodeOf_FullDisk_SaysSo(string words) =>
        Assert.Equal(
            FaultCodes.DiskFull, Failures.CodeOf(new(typeof(IOException).FullName!, $"{words} : '/tmp/1/clip'", null, null, null)));

    [Theory]
    [InlineData("convertAudio", null)]
    [InlineData("convertAudio", FaultCodes.TimedOut)]
    public void Progress_AsTheCustomStatus_IsReadAsItWas(string stage, string? fault) =>
        Assert.Equal(new Progress(stage, fault), Progress.Parse(new Progress(stage, fault).ToString()));

    [Fact]
    public void IsTransient_TypeThatIsNotKnown_IsTrue() =>
        Assert.True(Failures.IsTransient(new TaskFailureDetails("(unknown)", "why", null, null, null)));

    private static TaskFailureDetails Failure(Type type) => new(type.FullName!, "why", null, null, null);
}
