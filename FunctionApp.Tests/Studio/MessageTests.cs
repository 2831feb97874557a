using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VoicePrep.Api;
using VoicePrep.Audio;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Speech.Transcripts;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Studio;

/// <summary>The catalogues of messages by code: no code is missing in a language, and no message lacks a value.</summary>
public sealed partial class MessageTests
{
    private static readonly Dictionary<string, JsonNode> Catalogues = ((string[])["en", "ja"]).ToDictionary(
        language => language,
        language => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "FunctionApp", "Studio", $"messages.{language}.json")))!,
        StringComparer.Ordinal);

    /// <summary>One of each code; of those that have two messages both.</summary>
    private static readonly Rejection[] Rejected =
    [
        Rejections.ClipEmpty(),
        Rejections.ClipTooLarge(120_000_000, 100),
        Rejections.ClipIsText(),
        Rejections.NotAudio(),
        Rejections.UnsupportedFormat(),
        Rejections.NoAudioStream(),
        Rejections.UnreadableAudio(),
        Rejections.TooManyChannels(9, 8),
        Rejections.SampleRateOutOfRange(1000, 4000, 192_000),
        Rejections.ClipTooComplex(60),
        Rejections.SamplesDamaged(3),
        Rejections.ClipTooShort(2, 5),
        Rejections.ClipChanged(),
        Rejections.LanguageUnknown("klingon", "It is not known."),
        Rejections.NotEnoughSpeech(1, 3),
        Rejections.NotEnoughSpeechSearched(1, 3, 600),
        Rejections.VoiceNotRecognised(6, -20, 1, 3), Rejections.ClipTooQuiet(-60, -50), Rejections.StereoCancels(20, 10),
        Rejections.ConsentMissing(),
        Rejections.ConsentInvalid("It has two lines."),
        Rejections.ConsentClipNotFound("consent.wav"),
        Rejections.ConsentClipUnusable(Rejections.NotAudio()),
        Rejections.ConsentClipIsTheClip(),
        Rejections.AnotherSpeaker(0.1, 0.4),
        Rejections.FarNoisier(8, 20, 15),
        Rejections.OtherModel("demo", "openvoice"),
        Rejections.NoRecordingUsable([("a.wav", Rejections.NotAudio())]),
        Rejections.GradeTooLow(new Verdict(Grade.Poor, [Thresholds.Bandwidth.Judge(3000)]), Grade.Usable),
    ];

    private static IEnumerable<Threshold> AllThresholds =>
    [
        .. typeof(Thresholds)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => constant.GetValue(null))
            .OfType<Threshold>(),
        Thresholds.Seconds(5),
        Thresholds.SpeechSeconds(3),
        Thresholds.BitRate("mp3"),
    ];

    public static TheoryData<string> Languages => [.. Catalogues.Keys];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Rejections_All_CanBeWordedFromTheirValues(string language)
    {
        Assert.Equal(Codes(typeof(RejectionCodes)), Rejected.Select(rejection => rejection.Code).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Codes(typeof(RejectionCodes)), Keys(language, "rejections"));
        Assert.All(Rejected, rejection =>
        {
            var words = Catalogues[language]["rejections"]![rejection.Code]!.AsObject();
            Assert.Equal(["message", "advice"], words.Select(word => word.Key));
            Assert.All(
                words, word => Assert.Subset(rejection.Values!.Keys.ToHashSet(StringComparer.Ordinal), Placeholders((string)word.Value!)));
        });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Checks_All_HaveALabelAndTheAdviceOfEachReason(string language)
    {
        Check[] bad =
        [
            .. AllThresholds.Select(threshold => threshold.Judge(threshold.HigherIsBetter ? -1000 : 1000)), OneSpeaker.Check(-1),
        ];

        Assert.Equal(bad.Select(check => check.Name).Distinct().Order(StringComparer.Ordinal), Keys(language, "checks"));
        Assert.All(bad, check =>
        {
            Assert.NotEqual(Grade.Good, check.Outcome);
            Assert.NotEqual("", (string?)Words(check)["label"]);
            Assert.NotEqual("", (string?)Advice(check, check.Values![CheckReasons.Key].Word!));
        });
        Assert.NotEqual("", (string?)Advice(Thresholds.SignalToNoise.Judge(0), CheckReasons.Music));
        Assert.Equal(bad.Length + 1, Catalogues[language]["checks"]!.AsObject().Sum(check => check.Value!["advice"]!.AsObject().Count));

        JsonNode Words(Check check) => Catalogues[language]["checks"]![check.Name]!;
        JsonNode Advice(Check check, string reason) => Words(check)["advice"]![reason]!;
    }

    [Fact]
    public void Checks_InEnglish_SayWhatTheServiceSays() => Assert.All(AllThresholds, threshold =>
    {
        var check = threshold.Judge(threshold.HigherIsBetter ? -1000 : 1000);

        Assert.Equal(check.Advice, (string?)Catalogues["en"]["checks"]![check.Name]!["advice"]![check.Values![CheckReasons.Key].Word!]);
    });

    [Theory]
    [MemberData(nameof(Languages))]
    public void Problems_All_HaveAMessageThatNeedsNoValue(string language)
    {
        string[] asked =
        [
            RejectionCodes.ClipEmpty, RejectionCodes.ClipTooLarge, RejectionCodes.LanguageUnknown, RejectionCodes.ConsentMissing,
            RejectionCodes.ConsentInvalid,
        ];
        string[] host = ["host_unavailable", "body_too_large", "function_failed"];

        Assert.Equal(Codes(typeof(ProblemCodes)).Concat(asked).Concat(host).Order(StringComparer.Ordinal), Keys(language, "problems"));
        Assert.All(
            Catalogues[language]["problems"]!.AsObject(), problem => Assert.Empty(Placeholders((string)problem.Value!["message"]!)));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Faults_All_HaveAMessageAndAdviceThatNeedNoValue(string language)
    {
        Assert.Equal(Codes(typeof(FaultCodes)), Keys(language, "faults"));
        Assert.All(Catalogues[language]["faults"]!.AsObject(), fault =>
        {
            var words = fault.Value!.AsObject();
            Assert.Equal(["message", "advice"], words.Select(word => word.Key));
            Assert.All(words, word => Assert.Empty(Placeholders((string)word.Value!)));
        });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void OtherWords_All_AreThere(string language)
    {
        Assert.Equal(Codes(typeof(GuardReasons)), Keys(language, "reasons"));
        Assert.Equal(Codes(typeof(WaveformCut)), Keys(language, "cuts"));
        Assert.Equal(Codes(typeof(StageNames)), Keys(language, "stages"));
        Assert.Equal(
            Enum.GetNames<Grade>().Select(grade => grade.ToLowerInvariant()).Order(StringComparer.Ordinal), Keys(language, "grades"));
        Assert.Equal(Catalogues["en"].AsObject().Select(part => part.Key), Catalogues[language].AsObject().Select(part => part.Key));
    }

    private static IEnumerable<string> Keys(string language, string part) =>
        Catalogues[language][part]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal);

    /// <summary>The constants of a class.</summary>
    private static IEnumerable<string> Codes(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetValue(null)!)
            .Order(StringComparer.Ordinal);

    private static HashSet<string> Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
