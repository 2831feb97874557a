using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using VoicePrep.Contracts;
using VoicePrep.Observability;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

/// <summary>Alerts, workbook and dashboard query metrics that the app really measures.</summary>
public sealed partial class MonitoringTests
{
    private static readonly HashSet<string> Instruments = ReadInstruments();

    [Theory]
    [InlineData("alerts.json")]
    [InlineData("workbook.json")]
    public void Queries_Names_AreMeasuredByTheApp(string file)
    {
        var text = File.ReadAllText(InInfra(file));
        var metrics = AzureMetric().Matches(text).Select(match => match.Value).Distinct().ToList();
        var spans = SpanNames()
            .Matches(text)
            .SelectMany(match => QuotedName().Matches(match.Value))
            .Select(match => match.Value)
            .Distinct()
            .ToList();

        Assert.All(metrics, metric => Assert.Contains(metric, Instruments));
        Assert.All(
            spans.Where(span => !span.StartsWith("voiceprep.", StringComparison.Ordinal)),
            span =>
                Assert.Contains(
                    span, new[] { "prepareVoice", StageNames.ValidateAndTrim, StageNames.ConvertAudio, StageNames.TranscribeAndEmbed }));
        Assert.Contains("prepareVoice", spans);
    }

    [Fact]
    public void Dashboard_Metrics_AreMeasuredByTheApp()
    {
        // Prometheus writes `_` for dots, and adds unit and kind.
        var known = Instruments.Select(name => name.Replace('.', '_')).ToList();
        var used = PrometheusMetric()
            .Matches(File.ReadAllText(InInfra("dashboard", "voiceprep.json")))
            .Select(match => match.Value)
            .Distinct()
            .ToList();

        Assert.NotEmpty(used);
        Assert.All(used, metric => Assert.Contains(known, name => metric.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Alerts_All_HaveQueryAndAdvice()
    {
        var alerts = JsonNode.Parse(File.ReadAllText(InInfra("alerts.json")))!.AsArray();

        Assert.Equal(["slow", "failures", "poison", "health", "cpu", "memory"], alerts.Select(alert => (string)alert!["name"]!));
        Assert.All(alerts, alert =>
        {
            Assert.NotEqual("", (string?)alert!["advice"]);
            Assert.Contains(
                " value = ", string.Join('\n', alert["query"]!.AsArray().Select(line => (string)line!)), StringComparison.Ordinal);
        });
    }

    private static string InInfra(params string[] path) => Path.Combine([Repository.Root, "infra", .. path]);

    private static HashSet<string> ReadInstruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var names = new HashSet<string>();
        using var listener =
            new MeterListener
            {
                InstrumentPublished = (instrument, _) =>
                {
                    if (instrument.Meter.Scope == factory)
                        names.Add(instrument.Name);
                },
            };
        listener.Start();
        using var telemetry = new VoicePrepTelemetry(factory);
        return names;
    }

    [GeneratedRegex(@"voiceprep(\.[a-z_]+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AzureMetric();

    [GeneratedRegex(@"voiceprep(_[a-z]+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PrometheusMetric();

    [GeneratedRegex(@"name (?:==|in) (?:'[^']+'|\([^)]+\))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpanNames();

    [GeneratedRegex("(?<=')[^'(), ]+(?=')", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedName();
}
