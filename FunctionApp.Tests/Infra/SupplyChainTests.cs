using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using VoicePrep.Testing;

namespace VoicePrep.Tests.Infra;

/// <summary>The packages that are shipped with the project's own code, and what must not be in the repository.</summary>
public sealed partial class SupplyChainTests
{
    private static readonly string[] Licences = ["MIT", "Apache-2.0", "BSD-3-Clause"];

    /// <summary>Packages without a licence expression, with their licence as read in the file or at the address that they name.</summary>
    private static readonly Dictionary<string, string> LicencesByHand = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apache.Arrow"] = "Apache-2.0",
        ["Microsoft.AspNet.WebApi.Client"] = "the .NET library licence of Microsoft",
        ["Microsoft.AspNetCore.Mvc.WebApiCompatShim"] = "Apache-2.0",
        ["Microsoft.Azure.WebJobs.Extensions.DurableTask.Analyzers"] = "MIT",
        ["Microsoft.ML.OnnxRuntime"] = "MIT",
        ["Microsoft.ML.OnnxRuntime.Managed"] = "MIT",
        ["Microsoft.NETCore.Platforms"] = "the .NET library licence of Microsoft",
        ["NETStandard.Library"] = "the .NET library licence of Microsoft",
        ["Newtonsoft.Json.Bson"] = "MIT",
        ["System.ComponentModel.Annotations"] = "MIT",
        ["System.Reactive.Compatibility"] = "MIT",
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
    };

    [Theory]
    [InlineData("FunctionApp")]
    [InlineData("LocalHost")]
    [InlineData("Cli")]
    public void Packages_All_AreUnderALicenceOfTheList(string project)
    {
        var assets = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, project, "obj", "project.assets.json")))!;
        string[] folders = [.. assets["packageFolders"]!.AsObject().Select(folder => folder.Key)];
        var packages = assets["libraries"]!.AsObject().Where(library => (string?)library.Value!["type"] == "package").ToList();

        Assert.NotEmpty(packages);
        Assert.Empty(packages.Select(package => Judge(folders, package.Key, package.Value!)).OfType<string>());
    }

    [Fact]
    public async Task Repository_Files_HoldNoSecret()
    {
        var files = (await Tool.ListFilesAsync()).Select(file => Path.Combine(Repository.Root, file))
            .Where(file => new FileInfo(file).Length < 2_000_000)
            .ToList();

        Assert.True(files.Count > 100);
        Assert.Empty(
            files.SelectMany(file =>
                Secret()
                    .Matches(File.ReadAllText(file))
                    .Where(match => !IsEmulators(match.Value))
                    .Select(match => $"{file}: {match.Value[..8]}...")));
    }

    /// <summary>Null where the licence is one of the list.</summary>
    private static string? Judge(string[] folders, string package, JsonNode library)
    {
        var nuspec = (string)library["files"]!.AsArray().Single(file => ((string)file!).EndsWith(".nuspec", StringComparison.Ordinal))!;
        var path = folders.Select(folder => Path.Combine(folder, (string)library["path"]!, nuspec)).First(File.Exists);
        var licence = XDocument.Load(path).Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
        var expression = (string?)licence?.Attribute("type") == "expression" ? licence!.Value : null;
        return expression is null && LicencesByHand.ContainsKey(package.Split('/')[0]) || Licences.Contains(expression)
            ? null
            : $"{package} is under {licence?.Value ?? "no licence that it names"}";
    }

    /// <summary>The emulator's account, whose key is public.</summary>
    private static bool IsEmulators(string text) =>
        text.Contains("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq", StringComparison.Ordinal);

    /// <summary>
    /// Keys of storage accounts and other Azure services, private keys, tokens of GitHub, Hugging Face, AWS and of packages' registries.
    /// </summary>
    [GeneratedRegex(
        "AccountKey=[A-Za-z0-9+/]{40,}=*|SharedAccessKey=[A-Za-z0-9+/]{40,}=*|[?&]sig=[A-Za-z0-9%]{40,}|-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60}|hf_[A-Za-z]{34}"
            + "|AKIA[0-9A-Z]{16}|oy2[a-z0-9]{43}|npm_[A-Za-z0-9]{36}",
        RegexOptions.None,
        10_000)]
    private static partial Regex Secret();
}
