namespace Drawbridge.IntegrationTests.Whole;

/// <summary>A side that is started twice.</summary>
public sealed class TakenAddressTests
{
    [Fact]
    public async Task A_side_whose_address_is_taken_says_so_and_nothing_of_its_background_work()
    {
        await using var world = await TwoSides.StartAsync();

        var refused = await Should.ThrowAsync<InvalidOperationException>(world.StartBrokerAsync());

        refused.Message.ShouldContain("cannot listen");
        refused.Message.ShouldContain("Stop the program that has the address");
        refused.Message.ShouldNotContain("crit:");
        refused.Message.ShouldNotContain("BackgroundService");
    }
}
