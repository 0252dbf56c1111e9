using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Instrument;
using Drawbridge.IntegrationTests.Onboarding;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.DataProtection;

namespace Drawbridge.IntegrationTests.Payments;

public sealed class SqliteMoneyProofTests(SqliteFixture database) : MoneyProofTests(database), IClassFixture<SqliteFixture>;

public sealed class PostgresMoneyProofTests(PostgresFixture database) : MoneyProofTests(database), IClassFixture<PostgresFixture>;

/// <summary>
/// Deposits and withdrawals over a platform that drops connections before and after it did what it was told, with notifications that come
/// twice and in any order, and a broker that is killed now and then. In the end ledger, provider and platform agree to the smallest unit.
/// MONEY_PROOF_PAYMENTS_IN_PROCESS sets how many, MONEY_PROOF_SEED what happens to them.
/// </summary>
public abstract class MoneyProofTests(DatabaseFixture database) : IAsyncLifetime
{
    private const long Opening = 100_000_000;
    private const int Accounts = 12;

    private static readonly int Payments = Number("MONEY_PROOF_PAYMENTS_IN_PROCESS", 60);
    private static readonly int Seed = Number("MONEY_PROOF_SEED", 20261121);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SeededGenerator _random = new((ulong)Seed);
    private readonly TestProvider _provider = new(static payment => payment.Amount % 3 == 0 ? ProviderStatus.Failed : ProviderStatus.Succeeded);
    private readonly EphemeralDataProtectionProvider _keys = new();
    private PlatformServer _platform = null!;
    private Node _node = null!;
    private BrokerEntity _broker = null!;
    private int _kills;

    public async ValueTask InitializeAsync()
    {
        _platform = await PlatformServer.StartAsync(static _ => { });
        await StartNodeAsync();
        await _node.Provisioning.ApplyAsync(
            [
                new CrmConfiguration
                {
                    Name = PlatformServer.Crm,
                    Password = "a long enough crm password",
                    Brokers =
                    [
                        new()
                        {
                            Name = PlatformServer.Broker,
                            ManagerPassword = PlatformServer.ManagerPassword,
                            Settings = BrokerHost.NewBrokerSettings() with { Platform = new(_platform.Https, PlatformServer.ManagerLogin) },
                        },
                    ],
                },
            ],
            None);
        _broker = _node.Brokers.Current.FindBroker(PlatformServer.Broker)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact] // B2P-3.5-12, B2P-3.5-13, FLOW-DEPOSIT-3, FLOW-DEPOSIT-5, FLOW-WITHDRAW-2..4
    public async Task Ledger_provider_and_platform_agree_to_the_smallest_unit()
    {
        var accounts = await NewAccountsAsync();
        var payments = await NewPaymentsAsync(accounts);
        var faults = new FaultApi(_platform);
        foreach (var (kind, probability) in new[] { ("drop-before", 0.12), ("drop-after", 0.12), ("error", 0.05) })
        {
            await faults.AddAsync(kind, "POST /v2/webserv/traders/{login}/changebalance", new JsonObject { ["probability"] = probability, ["seed"] = Seed });
        }

        await faults.AddAsync("drop-before", "GET /v2/webserv/traders/{login}", new JsonObject { ["probability"] = 0.05, ["seed"] = Seed });
        await RunAsync(payments);
        await faults.ClearAsync();

        var ended = new List<Payment>();
        foreach (var payment in payments)
        {
            ended.Add((await _node.Payments.FindAsync(payment.Id, None))!);
        }

        var summary = $"seed {Seed}, {_kills} kills: {string.Join(", ", ended.CountBy(static payment => payment.State))}";
        ended.ShouldAllBe(static payment => PaymentMachine.IsSettled(payment.State), summary);
        TestContext.Current.SendDiagnosticMessage(summary);

        // The provider: what it took was credited, what was debited it paid out or the account has it back.
        ended.Where(static payment => payment.Kind == PaymentKind.Deposit).ShouldAllBe(
            payment => (payment.State == PaymentState.Credited) == WasPaid(payment), summary);
        ended.Where(static payment => payment.State == PaymentState.PaidOut).Select(static payment => payment.Reference)
            .ShouldBe(_provider.PaidOut, ignoreOrder: true, summary);

        // The platform: each account has what it had and what our payments say, and each movement is in its history once.
        foreach (var login in accounts)
        {
            var expected = Opening + ended.Where(payment => payment.TraderLogin == login).Sum(static payment => payment.State switch
            {
                PaymentState.Credited => payment.Amount,
                PaymentState.PaidOut => -payment.Amount,
                _ => 0,
            });
            ((long)(await _platform.Api.GetAsync($"{PlatformPaths.Traders}/{login}")).Json["balance"]!).ShouldBe(expected, summary);
        }

        foreach (var payment in ended)
        {
            (await CountOnPlatformAsync(payment.Reference)).ShouldBe(
                payment.State switch { PaymentState.Credited or PaymentState.PaidOut => 1, PaymentState.Refunded => 2, _ => 0 }, $"{payment.Reference} {summary}");
        }

        // The books: every posting adds up to nothing, nothing is in flight, and the traders' accounts are what the platform has.
        var books = await _node.Ledger.ListBalancesAsync(_broker.Id, None);
        books.Sum(static balance => balance.Amount).ShouldBe(0, summary);
        books.Single(static balance => balance.Account == "in-flight").Amount.ShouldBe(0, summary);
        books.Where(static balance => balance.Account.StartsWith("account:", StringComparison.Ordinal)).Sum(static balance => -balance.Amount).ShouldBe(
            ended.Sum(static payment => payment.State switch { PaymentState.Credited => payment.Amount, PaymentState.PaidOut => -payment.Amount, _ => 0 }), summary);
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>Three of four traders pay.</summary>
    private static bool WasPaid(Payment payment) => payment.Amount % 4 != 0;

    private async Task StartNodeAsync() => _node = await Node.StartAsync(database, _platform.Authority.File, _keys, _provider);

    private async Task<List<long>> NewAccountsAsync()
    {
        var logins = new List<long>();
        for (var i = 0; i < Accounts; i++)
        {
            var body = PlatformApi.Trader();
            body["balance"] = Opening;
            logins.Add((long)(await _platform.Api.PostAsync(PlatformPaths.Traders, body)).Json["login"]!);
        }

        return logins;
    }

    private async Task<List<Payment>> NewPaymentsAsync(List<long> accounts)
    {
        var user = await OnboardingWorld.NewUserAsync(database, _broker, $"{Guid.NewGuid():N}@money.example", confirmedAt: null);
        var payments = new List<Payment>();
        for (var i = 0; i < Payments; i++)
        {
            var deposit = _random.Chance(50);
            var added = await _node.Payments.AddAsync(
                new(
                    _broker.Id, user, deposit ? PaymentKind.Deposit : PaymentKind.Withdrawal, accounts[_random.Below(accounts.Count)], "EUR",
                    new MoneyAmount(1 + _random.Below(50_000), 2), "card", TestProvider.ProviderName,
                    deposit ? PaymentState.AwaitingPayer : PaymentState.DebitDue, i.ToString(CultureInfo.InvariantCulture)),
                None);
            payments.Add(added);
        }

        return payments;
    }

    /// <summary>Lets everything happen that can, until nothing is left to do.</summary>
    private async Task RunAsync(List<Payment> payments)
    {
        var notifications = payments.Where(static payment => payment.Kind == PaymentKind.Deposit)
            .SelectMany(static payment => WasPaid(payment)
                ? new[] { (payment.Id, PaymentEvent.ProviderDeclined), (payment.Id, PaymentEvent.ProviderConfirmed), (payment.Id, PaymentEvent.ProviderConfirmed) }
                : [(payment.Id, PaymentEvent.ProviderExpired), (payment.Id, PaymentEvent.ProviderExpired)])
            .OrderBy(_ => _random.Next()).ToList();
        var told = 0;
        for (var round = 0; ; round++)
        {
            foreach (var (id, what) in notifications.Skip(told).Take(8))
            {
                await _node.Payments.ApplyAsync(id, what, "notified", None);
                told++;
            }

            var jobs = await _node.Jobs.ClaimAsync("payment", $"node{_kills}", 8, TimeSpan.FromSeconds(90), None);
            var work = jobs.Select(RunJobAsync).ToList();
            if (jobs.Count > 1 && _random.Below(12) == 0)
            {
                await Task.WhenAny(work);
                await _node.KillAsync();
                await Task.WhenAll(work);
                _kills++;
                await StartNodeAsync();
                continue;
            }

            await Task.WhenAll(work);
            if (jobs.Count > 0)
            {
                continue;
            }

            var next = await _node.Jobs.FindNextRunAtAsync("payment", None);
            if (next is null && told == notifications.Count)
            {
                return;
            }

            round.ShouldBeLessThan(100 * Payments, "it does not end");
            if (next > database.Clock.GetUtcNow())
            {
                database.Clock.Advance(next.Value - database.Clock.GetUtcNow());
            }
        }
    }

    /// <summary>As the worker does it; a node that was killed says nothing any more.</summary>
    private async Task RunJobAsync(Job job)
    {
        var node = _node;
        try
        {
            await node.PaymentWorker.HandleAsync(job, None);
            await node.Jobs.CompleteAsync(job, None);
        }
        catch (Exception e) when (e is not Shouldly.ShouldAssertException)
        {
            // Its lease ends, and somebody else takes it.
        }
    }

    private async Task<long> CountOnPlatformAsync(string reference) => await _platform.CountHistoryAsync(reference);
}
