using Microsoft.Extensions.Options;
using VoicePrep.Speech.Native;

namespace VoicePrep.Tests;

public sealed class StartErrorsTests
{
    [Fact]
    public void Of_OnTheWayUp_IsTheMessageAlone() =>
        Assert.Equal(
            ["No storage is configured."], StartErrors.Of(new InvalidOperationException("No storage is configured."), started: false)!);

    [Fact]
    public void Of_OutOfTheRunningApp_NeedsItsStack()
    {
        Assert.Null(StartErrors.Of(new InvalidOperationException("Sequence contains no elements"), started: true));
        Assert.Null(StartErrors.Of(new IOException("Broken pipe"), started: true));
    }

    [Fact]
    public void Of_ModelThatDoesNotLoadInTheBackground_IsTheMessageAlone() =>
        Assert.Equal(
            ["libwhisper could not load it"], StartErrors.Of(new WhisperException("libwhisper could not load it"), started: true)!);

    [Fact]
    public void Of_WrongSettings_AreAllTold() =>
        Assert.Equal(["a", "b", "c"], StartErrors.Of(new AggregateException(Invalid("a", "b"), Invalid("c")), started: false)!);

    private static OptionsValidationException Invalid(params string[] failures) => new("", typeof(object), failures);
}
