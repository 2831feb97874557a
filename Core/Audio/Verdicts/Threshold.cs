namespace VoicePrep.Audio.Verdicts;

/// <summary>The limits of one check.</summary>
/// <param name="Good">The limit of <see cref="Grade.Good"/>; what is beyond <paramref name="Usable"/> is <see cref="Grade.Poor"/>.</param>
/// <param name="HigherIsBetter">Whether the limits are the lowest allowed, or the highest.</param>
/// <param name="Advice">What the speaker can do about it.</param>
internal sealed record Threshold(string Name, string Unit, double Good, double Usable, bool HigherIsBetter, string Advice)
{
    /// <summary>Judges a value; one that could not be measured counts as good, because nothing speaks against it.</summary>
    public Check Judge(double? value)
    {
        var grade = value switch
        {
            null => Grade.Good,
            _ when Reaches(value.Value, Good) => Grade.Good,
            _ when Reaches(value.Value, Usable) => Grade.Usable,
            _ => Grade.Poor,
        };
        var values = new Dictionary<string, Measured>(StringComparer.Ordinal) { ["good"] = Good, ["usable"] = Usable };
        if (grade == Grade.Good)
            return new(Name, value, Unit, Good, grade, null, values);
        values[CheckReasons.Key] = HigherIsBetter ? CheckReasons.TooLow : CheckReasons.TooHigh;
        return new(Name, value, Unit, Good, grade, Advice, values);
    }

    private bool Reaches(double value, double limit) => HigherIsBetter ? value >= limit : value <= limit;
}
