namespace VoicePrep.LocalHost.Tests.Support;

/// <summary>The tests that leave their host as it was: they take turns on one.</summary>
[CollectionDefinition(Name)]
public sealed class SharedHostCollection : ICollectionFixture<SharedHost>
{
    public const string Name = "Shared host";
}
