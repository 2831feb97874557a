using VoicePrep.Tests.Service;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("VoicePrep.Tests.Support.LongestFirst", "FunctionApp.Tests")]

namespace VoicePrep.Tests.Support;

/// <summary>
/// The tests that share the service run one after the other, so they start first, together with those of faults and the trials, which
/// mostly wait.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections
            .OrderByDescending(collection => collection.DisplayName == ServiceCollection.Name)
            .ThenByDescending(collection => IsLong(collection.DisplayName));

    private static bool IsLong(string name) =>
        name.Contains(".Faults.", StringComparison.Ordinal) || name.Contains(".Trust.", StringComparison.Ordinal);
}
