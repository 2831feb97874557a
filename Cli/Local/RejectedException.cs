using VoicePrep.Audio.Verdicts;

namespace VoicePrep.Cli.Local;

/// <summary>A recording that was to be prepared in this process was rejected; the message says why, and what to do.</summary>
internal sealed class RejectedException(string file, Rejection rejection)
    : CommandException($"{file} was rejected ({rejection.Code}). {rejection.Message} {rejection.Advice}")
{
    public string Code => rejection.Code;
}
