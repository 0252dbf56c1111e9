using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Hosting;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Payments.Ledger;
using Drawbridge.Broker.Payments.Providers;
using Drawbridge.Broker.Payments.Work;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Client;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Drawbridge.Storage.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Onboarding;

/// <summary>One broker process, with its own connections and memory, that can be killed.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly Database _database;
    private readonly ServiceProvider _services;
    private bool _ended;

    private Node(Database database, ServiceProvider services)
    {
        _database = database;
        _services = services;
    }

    public LogLines Log { get; private init; } = new();

    public OnboardingService Onboarding => _services.GetRequiredService<OnboardingService>();

    public OnboardingWorker Worker => _services.GetServices<IHostedService>().OfType<OnboardingWorker>().Single();

    public BrokerDirectory Brokers => _services.GetRequiredService<BrokerDirectory>();

    public PaymentStore Payments => _services.GetRequiredService<PaymentStore>();

    public PaymentWorker PaymentWorker => _services.GetServices<IJobHandler>().OfType<PaymentWorker>().Single();

    public LedgerStore Ledger => _services.GetRequiredService<LedgerStore>();

    public JobQueue Jobs => _services.GetRequiredService<JobQueue>();

    public BrokerProvisioning Provisioning => _services.GetRequiredService<BrokerProvisioning>();

    public OnboardingOptions Options => _services.GetRequiredService<Microsoft.Extensions.Options.IOptions<OnboardingOptions>>().Value;

    public static async Task<Node> StartAsync(DatabaseFixture fixture, string authorityFile, IDataProtectionProvider keys, IPaymentProvider? provider = null)
    {
        var log = new LogLines();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Drawbridge:Passwords:Iterations", "10")]).Build();
        var database = fixture.Open();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(fixture.Clock);
        services.AddSingleton(database);
        services.AddSingleton(keys);
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddDrawbridgeBroker(configuration);
        if (provider is not null)
        {
            services.AddSingleton(provider);
        }

        services.Configure<PlatformClientOptions>(options =>
        {
            options.AuthorityFile = authorityFile;

            // The clock stands still while a call is under way: whatever would wait is told at once.
            options.Failover.Attempts = 1;
            options.WriteBudget.InteractiveWait = TimeSpan.Zero;
        });
        var node = new Node(database, services.BuildServiceProvider()) { Log = log };
        foreach (var set in BrokerApplicationExtensions.BrokerMigrations())
        {
            await new Migrator(database).MigrateAsync(set, CancellationToken.None);
        }

        await node.Brokers.StartAsync(CancellationToken.None);
        return node;
    }

    /// <summary>As SIGKILL would: nothing is stored any more, connections break, locks of the operating system go.</summary>
    public async Task KillAsync()
    {
        await _database.DisposeAsync();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await EndAsync();
            await _database.DisposeAsync();
        }
    }

    private async Task EndAsync()
    {
        _ended = true;
        await Worker.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
