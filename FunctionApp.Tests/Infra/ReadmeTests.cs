using System.Reflection;
using System.Text.RegularExpressions;
using VoicePrep.Api;
using VoicePrep.Audio;
using VoicePrep.Audio.Ffmpeg;
using VoicePrep.Audio.Verdicts;
using VoicePrep.Contracts;
using VoicePrep.Joining;
using VoicePrep.Models;
using VoicePrep.Speech;
using VoicePrep.Storage;
using VoicePrep.Testing;
using VoicePrep.Voice;

namespace VoicePrep.Tests.Infra;

/// <summary>The README names exactly the codes and settings of the code.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Rows =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "README.md")).Where(line => line.StartsWith('|')),
    ];

    [Fact]
    public void Readme_Codes_AreThoseOfTheCode()
    {
        var codes = new[] { typeof(RejectionCodes), typeof(ProblemCodes), typeof(FaultCodes) }
            .SelectMany(type => type.GetFields())
            .Select(field => (string)field.GetRawConstantValue()!)
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(codes.Order(StringComparer.Ordinal), Find(Code()));
    }

    [Fact]
    public void Readme_Keys_AreThoseOfTheCode()
    {
        var keys =
            from options in new[]
            {
                typeof(ApiOptions), typeof(ClipOptions), typeof(FfmpegOptions), typeof(WhisperOptions), typeof(VoiceOptions),
                typeof(JoinOptions), typeof(ModelOptions), typeof(StorageOptions),
            }
            from property in options.GetProperties()
            where property.CanWrite
            select $"{options.GetField("Section", BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()}__{property.Name}";

        Assert.Equal(keys.Order(StringComparer.Ordinal), Find(Key()));
    }

    [Fact]
    public void Readme_RowsOfTheVerdict_AreThoseOfTheCode()
    {
        var thresholds = typeof(ClipOptions).Assembly.GetType("VoicePrep.Audio.Verdicts.Thresholds")!.GetMembers(
            BindingFlags.Public | BindingFlags.Static);
        var names = thresholds.OfType<FieldInfo>()
            .Select(field => field.GetValue(null))
            .Concat(thresholds.OfType<MethodInfo>().Select(method => method.Invoke(null, [.. method.GetParameters().Select(Some)])))
            .Select(threshold => (string)threshold!.GetType().GetProperty("Name")!.GetValue(threshold)!)
            .Append(OneSpeaker.Check(null).Name).Distinct(StringComparer.Ordinal);

        var told = File.ReadLines(Path.Combine(Repository.Root, "README.md"))
            .Where(line => line.StartsWith("* `", StringComparison.Ordinal))
            .SelectMany(line => Row().Matches(line.Split(':')[0])).Select(match => match.Value);

        Assert.Equal(names.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static object Some(ParameterInfo parameter) => parameter.ParameterType == typeof(string) ? "" : 0.0;

    /// <summary>What the first column of the tables names.</summary>
    private static IEnumerable<string> Find(Regex name) =>
        Rows.SelectMany(row => name.Matches(row.Split('|')[1]))
            .Select(match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("(?<=`)[a-z]+(_[a-z]+)+(?=`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("(?<=`)[a-z_]+(?=`)", RegexOptions.None, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("(?<=`)[A-Z][A-Za-z]+__[A-Z][A-Za-z]+(?=`)", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
