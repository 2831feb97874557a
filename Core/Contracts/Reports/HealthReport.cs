namespace VoicePrep.Contracts.Reports;

/// <summary>Readiness, as <c>GET /api/health</c> returns it.</summary>
/// <param name="Status"><c>ready</c>, <c>loading</c> or <c>faulted</c>.</param>
/// <param name="Device">The device really in use.</param>
/// <param name="Warm">True once the model is loaded and has run.</param>
/// <param name="OverBudget">True if the model profile needs more GPU memory than the budget.</param>
/// <param name="Waiting">Clips of this process that wait for a place in the model.</param>
/// <param name="Running">Clips of this process that are being transcribed.</param>
/// <param name="Problem">Why no clips are prepared; null if they are.</param>
/// <param name="Notice">What the operator should know although clips are prepared; usually null.</param>
/// <param name="MaxUploadBytes">The largest upload that the app and its host accept; null from older versions.</param>
/// <param name="Places">How many clips are transcribed at once; 0 until the device is chosen, null from older versions.</param>
/// <param name="ConsentRequired">True where a clip without <c>consent</c> or <c>consentClip</c> is rejected.</param>
public sealed record HealthReport(
    string Status,
    string ModelProfile,
    string Device,
    bool Warm,
    bool OverBudget,
    int Waiting,
    int Running,
    string Version,
    string? Problem,
    string? Notice,
    long? MaxUploadBytes = null,
    int? Places = null,
    bool ConsentRequired = false);
