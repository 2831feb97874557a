using System.Text.Json;
using System.Text.Json.Nodes;
using VoicePrep.Contracts;
using VoicePrep.Speech.Transcripts;

namespace VoicePrep.Tests.Contracts;

public sealed class VoiceJsonTests
{
    [Fact]
    public void Deserialize_SegmentStoredBeforeItHadReasons_HasNone()
    {
        var segment = JsonSerializer.Deserialize(
            """{ "startSeconds": 1, "endSeconds": 2, "text": "one", "probability": 0.9 }""", VoiceJson.Default.TranscriptSegment)!;

        Assert.Empty(segment.Reasons);
    }

    [Fact]
    public void Deserialize_EngineOfSchemaVersion2_HasItsVersions()
    {
        var engine = JsonSerializer.Deserialize(
            """
            {
              "modelProfile": "demo-float16", "device": "cpu", "warm": true,
              "whisper": "1.9.1 (tuned)", "ffmpeg": "7.1", "version": "0.1.0"
            }
            """,
            VoiceJson.Default.EngineSummary)!;

        Assert.Equal(("1.9.1 (tuned)", "7.1"), (engine.WhisperVersion, engine.FfmpegVersion));
        Assert.Equal(
            JsonNode.Parse(
                """
                {
                  "modelProfile": "demo-float16", "device": "cpu", "warm": true,
                  "whisperVersion": "1.9.1 (tuned)", "ffmpegVersion": "7.1", "version": "0.1.0"
                }
                """)!.ToJsonString(),
            JsonNode.Parse(JsonSerializer.Serialize(engine, VoiceJson.Default.EngineSummary))!.ToJsonString());
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
