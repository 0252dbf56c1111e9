using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.ClientArea.Home;
using Drawbridge.IntegrationTests.Handoff;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.ClientArea;

/// <summary>Balances of the client area, as the platform tells them.</summary>
public sealed class PlatformBalanceTests(HandoffHost host) : IClassFixture<HandoffHost>
{
    [Fact] // SCR-67
    public async Task A_balance_is_kept_for_a_moment_and_nobody_waits_for_a_slow_platform()
    {
        var crm = await host.NewCrmAsync(IdentityOption.Sso);
        var login = host.Platform.NewAccount(crm.Configuration.Brokers[0].Name);
        var balances = host.Services.GetRequiredService<IAccountBalances>();
        var before = host.Platform.Count("read");

        var first = (await ReadAsync())[login];
        (first.Balance.ToDecimal(), first.Currency, first.ReadAt).ShouldBe((1000m, "EUR", host.Time.GetUtcNow()));
        (await ReadAsync())[login].ShouldBe(first);
        host.Platform.Count("read").ShouldBe(before + 1);

        host.Time.Advance(PlatformBalances.Fresh);
        var held = host.Platform.Hold("read", after: false);
        var slow = ReadAsync();
        await held.Reached;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        (await slow)[login].ShouldBe(first); // as it was
        held.Drop();

        var again = (await ReadAsync())[login];
        again.ReadAt.ShouldBe(host.Time.GetUtcNow());
        (await balances.ReadAsync(crm.Broker(), [new(1, "EUR")], CancellationToken.None)).ShouldBeEmpty(); // the platform has no such account

        Task<IReadOnlyDictionary<long, AccountBalance>> ReadAsync() => balances.ReadAsync(crm.Broker(), [new ClientAccount(login, "EUR")], CancellationToken.None);
    }
}
