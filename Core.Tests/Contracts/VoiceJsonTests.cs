using System.Text.Json;
using VoicePrep.Contracts;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Tests.Contracts;

public sealed class VoiceJsonTests
{
    [Fact]
    public void Deserialize_SegmentStoredBeforeItHadReasons_HasNone()
    {
        var segment = JsonSerializer.Deserialize("""{ "startSeconds": 1, "endSeconds": 2, "text": "one", "probability": 0.9 }""", VoiceJson.Default.TranscriptSegment)!;

        Assert.Empty(segment.Reasons);
    }

    [Fact]
    public void Serialize_SegmentWithReasons_ComesBackWithThem()
    {
        var segment = new TranscriptSegment(1, 2, "one", 0.9) { Reasons = [GuardReasons.Repetition] };

        var json = JsonSerializer.Serialize(segment, VoiceJson.Default.TranscriptSegment);

        Assert.Equal("repetition", JsonDocument.Parse(json).RootElement.GetProperty("reasons")[0].GetString());
        Assert.Equal([GuardReasons.Repetition], JsonSerializer.Deserialize(json, VoiceJson.Default.TranscriptSegment)!.Reasons);
    }
}
