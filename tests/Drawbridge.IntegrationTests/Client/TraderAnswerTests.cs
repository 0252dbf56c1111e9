using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>What an account may look like in an answer.</summary>
public sealed class TraderAnswerTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    // Every key of B2P-3.3-20, the time of the last update in the spelling of the schema, and nothing else.
    private const string Least = """
        {"login":7,"groupName":"Default","depositCurrency":"EUR","accessRights":"FULL_ACCESS","balance":1,"bonus":2,"nonWithdrawableBonus":3,
        "leverageInCents":10000,"contactDetails":{},"registrationTimestamp":1680163530801,"lastUpdateTimeStamp":1680163530802,"equity":6,
        "usedMargin":0,"freeMargin":6,"accountType":"HEDGED"}
        """;

    [Theory] // WS-71, B2P-3.3-20
    [InlineData(Least, null)]
    [InlineData("""{"login":7,"lastConnectionTimestamp":0,"lastUpdateTimestamp":1680163530802,"later":{"added":[1]}}""", 0L)]
    public async Task Keys_that_may_be_missing_are_missed_by_nobody(string answer, long? connected)
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next("read", Faults.Answer(200, answer));

        var result = await clients.For(platform.Peer()).Traders.GetAsync(7, CancellationToken.None);

        var trader = result.ShouldBeOfType<PlatformResult<TraderEntity>.Answered>().Value;
        trader.Login.ShouldBe(7);
        trader.LastUpdateTimestamp.ShouldBe(1680163530802);
        trader.LastConnectionTimestamp.ShouldBe(connected);
        (trader.BrokerName, trader.CashEquity, trader.MinEquityDaily, trader.MaxLeverage).ShouldBe((null, null, null, null));
    }
}
