using VoicePrep.Tests.Service;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("VoicePrep.Tests.Support.LongestFirst", "FunctionApp.Tests")]

namespace VoicePrep.Tests.Support;

/// <summary>
/// The tests that share the service run one after the other: they begin first, and the others, which mostly wait, beside them.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => collection.DisplayName == ServiceCollection.Name);
}
