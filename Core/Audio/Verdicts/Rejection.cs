namespace VoicePrep.Audio.Verdicts;

/// <summary>Why a clip was rejected: a result, not a fault, and so never retried.</summary>
/// <param name="Code">Stable code in snake case, such as <c>clip_too_short</c>.</param>
/// <param name="Message">What was measured, and the limit.</param>
/// <param name="Advice">What the speaker can do.</param>
/// <param name="Values">The values in the message, by names in camel case, for clients that phrase it themselves; null from older
/// versions.</param>
public sealed record Rejection(string Code, string Message, string Advice, IReadOnlyDictionary<string, Measured>? Values = null);
