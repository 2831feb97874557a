namespace VoicePrep.Contracts.Reports;

/// <summary>A user's opinion of the clone, as <c>POST /api/voices/ID/feedback</c> takes it.</summary>
/// <param name="Score">1, bad, to 5, excellent.</param>
public sealed record Feedback(int Score, string? Comment = null);

/// <summary>Users' opinions, as <c>GET /api/feedback</c> returns them.</summary>
public sealed record FeedbackReport(IReadOnlyList<FeedbackMean> ModelProfiles);

/// <summary>The scores of the voices that one model profile prepared.</summary>
/// <param name="Mean">1 to 5.</param>
public sealed record FeedbackMean(string ModelProfile, int Count, double Mean);
