using Microsoft.Extensions.Options;
using VoicePrep.Models;
using VoicePrep.Speech.Native;

namespace VoicePrep;

/// <summary>What kept the app from starting, for the person who started it.</summary>
internal static class StartErrors
{
    /// <summary>The messages, where they say all; null for an error whose stack trace is needed.</summary>
    public static IEnumerable<string>? Of(Exception error) => error switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(invalid => invalid.Failures),
        WhisperException or ModelFileException or IOException or InvalidOperationException => [error.Message],
        _ => null,
    };
}
