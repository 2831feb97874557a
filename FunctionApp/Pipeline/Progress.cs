namespace VoicePrep.Pipeline;

/// <summary>
/// How far an orchestration got, stored as its custom status: the stage, and the code of the fault that ended it, which none of Durable's
/// storage providers stores.
/// </summary>
/// <param name="Stage">See <see cref="Contracts.StageNames"/>.</param>
/// <param name="Fault">See <see cref="Contracts.FaultCodes"/>; null if there is none.</param>
internal sealed record Progress(string Stage, string? Fault = null)
{
    public static Progress Parse(string status)
    {
        var words = status.Split(' ');
        return new(words[0], words.ElementAtOrDefault(1));
    }

    public override string ToString() => Fault is null ? Stage : $"{Stage} {Fault}";
}
