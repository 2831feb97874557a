namespace VoicePrep.Contracts.Reports;

/// <summary>Readiness, as <c>GET /api/health</c> answers it.</summary>
/// <param name="Status"><c>ready</c>, <c>loading</c> or <c>faulted</c>.</param>
/// <param name="Device">The device really in use.</param>
/// <param name="Warm">True once the model is loaded and has run.</param>
/// <param name="OverBudget">True if the model profile needs more GPU memory than the budget.</param>
/// <param name="Waiting">Clips of this process that wait for a place in the model.</param>
/// <param name="Running">Clips of this process that are being transcribed.</param>
/// <param name="Problem">Why clips are not prepared; null where they are.</param>
/// <param name="Notice">What the operator should know although they are; null as a rule.</param>
/// <param name="MaxUploadBytes">The longest request that the app and its host take; null from versions that do not say.</param>
/// <param name="Places">Clips that are transcribed at once; 0 until the device was chosen, null from versions that do not say.</param>
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
