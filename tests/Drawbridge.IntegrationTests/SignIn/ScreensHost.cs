using System.Collections.Concurrent;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.ClientArea.Home;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.SignIn;
using Drawbridge.Broker.Users;
using Drawbridge.Broker.Webhooks;
using Drawbridge.IntegrationTests.CrmLogin;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>The broker's side with its screens; the platform is played by <see cref="ScriptedOnboarding"/>.</summary>
public class ScreensHost : BrokerHost
{
    internal ScriptedOnboarding Onboarding { get; } = new();

    internal PlatformLogouts PlatformLogouts { get; } = new();

    internal ScriptedBalances Balances { get; } = new();

    /// <summary>The brokers' own CRMs, as far as they have users.</summary>
    internal OwnCrms OwnCrms { get; } = new();

    /// <summary>Where the CRMs are told of what happens.</summary>
    public WebhookReceiver Webhooks { get; } = new();

    internal UserStore Users => Services.GetRequiredService<UserStore>();

    /// <summary>Mails to an address, newest first. Waits for the queue, which sends after the answer.</summary>
    public async Task<IReadOnlyList<MailMessage>> MailsToAsync(string address, int atLeast = 1)
    {
        var mailbox = Services.GetRequiredService<MailboxMailSender>();
        List<MailMessage> mails = [];
        await UntilAsync(() => (mails = [.. mailbox.List().Select(kept => kept.Mail).Where(mail => mail.To == address)]).Count >= atLeast);
        return mails;
    }

    /// <summary>The newest mail to an address whose subject begins so, once it is there.</summary>
    public async Task<MailMessage> MailToAsync(string address, string subject)
    {
        MailMessage? found = null;
        await UntilAsync(async () => (found = (await MailsToAsync(address)).FirstOrDefault(mail => mail.Subject.StartsWith(subject, StringComparison.Ordinal))) is not null);
        return found!;
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:Mail:Mailbox"] = "true",
            ["Drawbridge:Mail:PublicUrl"] = "https://screens.example.test",
            ["Drawbridge:Throttling:PerAddress"] = "100000",
            ["Drawbridge:Throttling:SignupsPerAddress"] = "100000",
            ["Drawbridge:Throttling:MailsPerAddress"] = "100000",
        });
        builder.Services.AddHttpClient(WebhookDelivery.Client).ConfigurePrimaryHttpMessageHandler(() => Webhooks);
        OwnCrms.Time = Time;
        builder.Services.AddHttpClient(CrmIdentityRegistration.Client).ConfigurePrimaryHttpMessageHandler(() => OwnCrms);
        Onboarding.Database = new(() => Database);
        builder.Services.Replace(ServiceDescriptor.Singleton<IOnboardingSteps>(Onboarding));
        builder.Services.Replace(ServiceDescriptor.Singleton<IPlatformLogout>(PlatformLogouts));
        builder.Services.Replace(ServiceDescriptor.Singleton<IClientAccounts>(new OnboardedAccount(Onboarding)));
        builder.Services.Replace(ServiceDescriptor.Singleton<IAccountBalances>(Balances));
    }

    protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresScreensHost(PostgresCluster cluster) : ScreensHost
{
    protected override async Task<DatabaseOptions> CreateDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}

/// <summary>The one account of a user whose onboarding a test set to complete.</summary>
internal sealed class OnboardedAccount(IOnboardingSteps onboarding) : IClientAccounts
{
    public async Task<IReadOnlyList<ClientAccount>> ListAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        await onboarding.GetStateAsync(broker, userId, cancellationToken) is OnboardingState.Complete complete
            ? [new(complete.TraderLogin, Currency: null)]
            : [];
}

/// <summary>What the platform says is on every account of a broker; null and nothing = it does not answer.</summary>
internal sealed class ScriptedBalances : IAccountBalances
{
    public ConcurrentDictionary<long, AccountBalance?> Of { get; } = new();

    public Task<IReadOnlyDictionary<long, AccountBalance>> ReadAsync(BrokerEntity broker, IReadOnlyList<ClientAccount> accounts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<long, AccountBalance>>(
            Of.GetValueOrDefault(broker.Id) is { } balance ? accounts.ToDictionary(static account => account.TraderLogin, _ => balance) : new Dictionary<long, AccountBalance>());
}

/// <summary>Onboarding whose states a test sets; otherwise the platform answers at once.</summary>
internal sealed class ScriptedOnboarding : IOnboardingSteps
{
    private static long _ids = 20_000_000;

    private readonly ConcurrentDictionary<long, OnboardingState> _states = new();

    public Lazy<Database> Database { get; set; } = null!;

    /// <summary>What <see cref="AdvanceAsync"/> makes of a new user of a broker; by default the account is next.</summary>
    public ConcurrentDictionary<long, OnboardingState> FirstStateByBroker { get; } = new();

    public ConcurrentDictionary<long, IReadOnlyList<AgreementToAccept>> Agreements { get; } = new();

    public ConcurrentDictionary<long, AccountChoice> Choices { get; } = new();

    public void Set(long userId, OnboardingState state) => _states[userId] = state;

    public Task<OnboardingState> GetStateAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        Task.FromResult(_states.GetValueOrDefault(userId) ?? FirstStateByBroker.GetValueOrDefault(broker.Id) ?? new OnboardingState.NeedsAccount(1));

    public Task<OnboardingState> AdvanceAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        GetStateAsync(broker, userId, cancellationToken);

    public async Task AcceptAgreementsAsync(BrokerEntity broker, long userId, IReadOnlyList<AgreementToAccept> agreed, CancellationToken cancellationToken)
    {
        Agreements[userId] = agreed;
        foreach (var one in agreed)
        {
            await Database.Value.WriteAsync(session => AgreementStore.AddAsync(session, broker.Id, userId, one, DateTimeOffset.UnixEpoch), cancellationToken);
        }
    }

    public Task<OnboardingState> ConfirmEmailAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        Set(userId, new OnboardingState.NeedsAccount(1));
        return GetStateAsync(broker, userId, cancellationToken);
    }

    public async Task<OnboardingState> OpenAccountAsync(BrokerEntity broker, long userId, AccountChoice choice, CancellationToken cancellationToken)
    {
        Choices[userId] = choice;
        return await CompleteAsync(broker, userId);
    }

    /// <summary>The user is on the platform and has an account.</summary>
    public async Task<OnboardingState> CompleteAsync(BrokerEntity broker, long userId)
    {
        var id = Interlocked.Increment(ref _ids);
        (await new UserStore(Database.Value).TrySetCtraderUserIdAsync(broker.Id, userId, id, CancellationToken.None)).ShouldBeTrue();
        var complete = new OnboardingState.Complete(id, id + 1);
        Set(userId, complete);
        return complete;
    }
}

/// <summary>Remembers who was to be logged out at the platform.</summary>
internal sealed class PlatformLogouts : IPlatformLogout
{
    public ConcurrentBag<long> UserIds { get; } = [];

    public Task RequestAsync(BrokerEntity broker, BrokerUser user, CancellationToken cancellationToken)
    {
        UserIds.Add(user.Id);
        return Task.CompletedTask;
    }

    public Task RequestAsync(DbSession session, BrokerEntity broker, BrokerUser user) => RequestAsync(broker, user, CancellationToken.None);
}
