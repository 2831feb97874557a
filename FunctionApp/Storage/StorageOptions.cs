namespace VoicePrep.Storage;

/// <summary>How long stored data is kept, in days or fractions of days; 0 keeps it forever. Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>A voice is erased this long after its clip was uploaded, as <c>DELETE /api/voices/ID</c> erases it.</summary>
    public double VoiceDays { get; set; }

    /// <summary>A clip is erased this long after its upload, once its voice is completed or rejected; the voice stays.</summary>
    public double ClipDays { get; set; }

    /// <summary>Durable's histories of completed orchestrations are purged this long after their start.</summary>
    public double HistoryDays { get; set; } = 30;

    /// <summary>The ages that are set.</summary>
    internal IEnumerable<double> Ages => new[] { VoiceDays, ClipDays, HistoryDays }.Where(days => days > 0);
}
