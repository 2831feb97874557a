using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoicePrep.Audio;
using VoicePrep.Configuration;
using VoicePrep.Joining;
using VoicePrep.Speech.Engine;
using VoicePrep.Voice;

namespace VoicePrep.Cli;

/// <summary>The app's own checks of its settings, for the commands.</summary>
internal static class SettingErrors
{
    /// <summary>The parts of the app that need no Azure, with their settings.</summary>
    public static ServiceProvider Build(IConfiguration configuration, bool withSpeech = true)
    {
        var parts = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddAudio(configuration)
            .AddVoice(configuration)
            .AddJoining(configuration);
        if (withSpeech)
            parts.AddSpeech(configuration);
        return parts.BuildServiceProvider();
    }

    /// <summary>Every wrong setting of all parts, with its fix.</summary>
    public static IReadOnlyList<string> Of(IServiceProvider parts)
    {
        try
        {
            parts.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
        catch (AggregateException e)
        {
            return [.. e.InnerExceptions.OfType<OptionsValidationException>().SelectMany(invalid => invalid.Failures)];
        }
    }

    /// <summary>Settings of all parts that are unknown.</summary>
    public static IReadOnlyList<string> Unknown(IServiceProvider parts) => parts.GetRequiredService<UnknownSettings>().Notices;

    /// <summary>Prints them to standard error.</summary>
    public static void ReportUnknown(IServiceProvider parts)
    {
        foreach (var notice in Unknown(parts))
            Console.Error.WriteLine(notice);
    }
}
