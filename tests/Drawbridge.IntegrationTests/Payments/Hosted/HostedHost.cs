using Drawbridge.Broker.Cashier;
using Drawbridge.Broker.HostedProvider;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Payments.Hosted;

public sealed class SqliteHostedHost(PlatformServer platform) : HostedHost(platform)
{
    protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}

public sealed class PostgresHostedHost(PlatformServer platform, PostgresCluster cluster) : HostedHost(platform)
{
    protected override async Task<DatabaseOptions> CreateDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}

/// <summary>The broker's side with a payment provider that is a server of its own, and the platform's side of this repository behind it.</summary>
public abstract class HostedHost(PlatformServer platform) : CashierHost(platform)
{
    internal ProviderServer Provider { get; private set; } = null!;

    /// <summary>A CRM with the provider, by the name <c>acme</c>.</summary>
    internal async Task<TestCrm> NewHostedAsync(Func<HostedProviderSettings, HostedProviderSettings>? change = null, Func<PaymentMethod, PaymentMethod>? method = null, ProviderServer? other = null)
    {
        Provider ??= await ProviderServer.StartAsync(Time);
        var crm = await NewCashierAsync(change: settings => settings with
        {
            Cashier = new()
            {
                ApproveWithdrawalsAbove = 5_000,
                Methods = [(method ?? (static same => same))(new() { Id = "bank", Provider = "acme", Label = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = "Bank" }, Maximum = 9_000 })],
            },
        });
        var provider = other ?? Provider;
        var configuration = crm.Configuration with
        {
            PaymentProviders =
            [
                new()
                {
                    Name = "acme",
                    ApiKey = provider.ApiKey,
                    NotificationSecret = provider.Secret.Reveal(),
                    Settings = (change ?? (static same => same))(new()
                    {
                        CreateUrl = new(provider.Url, "create"), PayoutUrl = new(provider.Url, "payout"), StatusUrl = $"{provider.Url}status/{{reference}}", PageOrigins = [provider.Url],
                    }),
                },
            ],
        };
        await ApplyAsync(configuration);
        return new(this, configuration);
    }

    internal async Task<Payment> FindAsync(TestCrm crm, string reference) => (await Payments.FindAsync(crm.Broker().Id, reference, CancellationToken.None)).ShouldNotBeNull();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Provider is not null)
        {
            await Provider.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Services.AddHttpClient(HostedPaymentProvider.Client).ConfigurePrimaryHttpMessageHandler(TestCertificate.Handler);
    }
}
