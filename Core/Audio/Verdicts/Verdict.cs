namespace VoicePrep.Audio.Verdicts;

/// <summary>How good a clip is for cloning, from best to worst.</summary>
public enum Grade
{
    Good,
    Usable,
    Poor,
}

/// <summary>One property measured of the clip.</summary>
/// <param name="Name">Stable name in snake case, such as <c>signal_to_noise</c>.</param>
/// <param name="Value">The measured value; null where it could not be measured.</param>
/// <param name="Unit">Unit of value and threshold: <c>s</c>, <c>dB</c>, <c>LUFS</c>, <c>Hz</c>, <c>ratio</c> ...</param>
/// <param name="Threshold">The limit of the outcome <see cref="Grade.Good"/>.</param>
/// <param name="Advice">One sentence to the speaker; null where there is nothing to improve.</param>
/// <param name="Values">
/// For clients that draw and word it themselves: the limits <c>good</c> and <c>usable</c>; for loudness, which is limited on both sides,
/// also <c>maxGood</c> and <c>maxUsable</c>; and if there is something to improve, the <c>reason</c> behind the advice, one of
/// <see cref="CheckReasons"/>. Null from versions that did not have them.
/// </param>
public sealed record Check(
    string Name,
    double? Value,
    string Unit,
    double? Threshold,
    Grade Outcome,
    string? Advice,
    IReadOnlyDictionary<string, Measured>? Values = null);

/// <summary>What was measured of a clip. <paramref name="Grade"/> is the worst of the checks' outcomes.</summary>
public sealed record Verdict(Grade Grade, IReadOnlyList<Check> Checks)
{
    public static Verdict Of(IReadOnlyList<Check> checks) => new(checks.Max(check => check.Outcome), checks);

    /// <summary>The same with one more row.</summary>
    public Verdict With(Check check) => Of([.. Checks, check]);
}
