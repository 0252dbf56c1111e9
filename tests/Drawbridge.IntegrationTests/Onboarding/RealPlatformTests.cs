using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Drawbridge.IntegrationTests.Onboarding;

/// <summary>The same against the platform's side of this repository, which takes nothing for granted.</summary>
public sealed class RealPlatformTests(SqliteFixture database, PlatformServer platform) : IClassFixture<SqliteFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // FLOW-CREATE-5..12, WS-20
    public async Task Onboarding_reaches_a_linked_account()
    {
        await using var node = await Node.StartAsync(database, platform.Authority.File, new EphemeralDataProtectionProvider());
        await node.Provisioning.ApplyAsync(
            [
                new CrmConfiguration
                {
                    Name = PlatformServer.Crm,
                    Password = "a long enough crm password",
                    Settings = new(),
                    Brokers =
                    [
                        new()
                        {
                            Name = PlatformServer.Broker,
                            ManagerPassword = PlatformServer.ManagerPassword,
                            Settings = BrokerHost.NewBrokerSettings() with { Platform = new(platform.Https, PlatformServer.ManagerLogin) },
                        },
                    ],
                },
            ],
            None);
        var broker = node.Brokers.Current.FindBroker(PlatformServer.Broker)!;
        var user = await OnboardingWorld.NewUserAsync(database, broker, $"{Guid.NewGuid():N}@acme.example", confirmedAt: null);

        await node.Onboarding.AcceptAgreementsAsync(broker, user, [new("terms", "1", null, "en", new("https://broker.example.test/terms"), IsNewVersion: false)], None);
        var state = await node.Onboarding.OpenAccountAsync(broker, user, OnboardingWorld.Choice, None);

        state.ShouldBeOfType<OnboardingState.Complete>(string.Join('\n', node.Log.All));
        var reported = node.Log.FirstAsync(line => line.Contains("Agreement task", StringComparison.Ordinal));
        await node.Worker.StartDueAsync(None);
        await reported;
        node.Log.All.ShouldContain(line => line.Contains("Agreement task", StringComparison.Ordinal) && line.Contains("is done", StringComparison.Ordinal));
    }

    [Fact] // WS-14, WS-50
    public async Task An_account_is_found_by_what_was_written_into_its_description()
    {
        var options = new PlatformClientOptions { AuthorityFile = platform.Authority.File };
        using var clients = new PlatformClients(Options.Create(options), TimeProvider.System, new LogLines().For<PlatformClient>());
        var client = clients.For(new(
            [platform.Https],
            BrokerCrmName.Parse(PlatformServer.Crm),
            BrokerName.Parse(PlatformServer.Broker),
            "live",
            new(PlatformServer.ManagerLogin, "1", _ => ValueTask.FromResult(PasswordHashMd5.Of(PlatformServer.ManagerPassword)))));
        var reference = $"ref:{Guid.NewGuid():N}";
        var created = await client.Traders.CreateAsync(
            new CreateTraderRequest
            {
                AccessRights = "FULL_ACCESS",
                AccountType = "HEDGED",
                Balance = 0,
                DepositCurrency = "EUR",
                GroupName = "Default",
                HashedPassword = PasswordHashMd5.Of("x").Reveal(),
                LeverageInCents = 10000,
                Description = reference,
            },
            None);
        var trader = created.ShouldBeOfType<PlatformResult<TraderEntity>.Answered>().Value;
        var registered = DateTimeOffset.FromUnixTimeMilliseconds(trader.RegistrationTimestamp);

        var listed = await client.Traders.ListPageAsync(new(registered, registered.AddMilliseconds(1)) { Fields = ["description"] }, None);

        listed.ShouldBeOfType<PlatformResult<TraderListResponse>.Answered>().Value.Trader
            .Single(found => found.Description == reference).Login.ShouldBe(trader.Login);
    }
}
