using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech.Native;

namespace VoicePrep;

/// <summary>What kept the app from starting, for the person who started it.</summary>
internal static class StartErrors
{
    /// <summary>The messages, if they are enough; null for an error whose stack trace is needed.</summary>
    /// <param name="started">True for an error of the running app: exceptions of general types explain themselves only during the
    /// start.</param>
    public static IEnumerable<string>? Of(Exception error, bool started) => error switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures),
        WhisperException or ModelFileException => [error.Message],
        IOException or InvalidOperationException when !started => [error.Message],
        _ => null,
    };
}
