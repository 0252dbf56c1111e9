namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>Tests that share our brokers, one after the other: what a broker is, and whether it breaks a rule, is the host's.</summary>
[CollectionDefinition(Name)]
public sealed class ConformanceBrokers : ICollectionFixture<StrictBroker>, ICollectionFixture<LenientBroker>, ICollectionFixture<LenientPair>, ICollectionFixture<HandoffBroker>
{
    public const string Name = "brokers that cases are run against";
}
