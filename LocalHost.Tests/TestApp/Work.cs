namespace VoicePrep.TestApp;

/// <summary>What the activity <c>Do</c> is asked for.</summary>
/// <param name="Name">It stands in the journal.</param>
/// <param name="Milliseconds">How long it takes.</param>
/// <param name="Failures">How many attempts fail before one does not.</param>
public sealed record Work(string Name, int Milliseconds = 0, int Failures = 0);

/// <summary>What the activity <c>Do</c> answers.</summary>
/// <param name="Attempts">How often it was begun.</param>
public sealed record Done(string Name, int Attempts);
