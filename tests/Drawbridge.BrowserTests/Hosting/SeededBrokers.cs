namespace Drawbridge.BrowserTests.Hosting;

/// <summary>Tests that change settings of the brokers all tests share: one after another, each before it looks.</summary>
internal static class SeededBrokers
{
    public const string Name = "settings of the seeded brokers";
}
