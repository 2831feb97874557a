namespace VoicePrep.Cli.Service;

/// <summary>What is said of the speaker's consent with an upload.</summary>
/// <param name="Reference">Where it is kept; null where that is not said.</param>
/// <param name="Recording">In which the speaker consents; null where there is none.</param>
internal sealed record GivenConsent(string? Reference, FileInfo? Recording);
