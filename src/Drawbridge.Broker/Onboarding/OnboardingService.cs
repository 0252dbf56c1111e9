using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Onboarding;

/// <summary>Brings a user to a first trading account: create user, agreement, trader, link. Durable: every step is written down before it is sent.</summary>
internal sealed class OnboardingService(
    Database database, OnboardingStore store, OnboardingRunner runner, AccountPassword passwords, WakeUp wakeUp, TimeProvider time, IOptions<OnboardingOptions> options)
{
    /// <summary>Where the user stands. Asks no platform.</summary>
    public async Task<OnboardingState> GetStateAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        (await store.FindProgressAsync(broker.Id, userId, cancellationToken) ?? throw NoSuchUser()).ToState();

    /// <summary>
    /// Begins (or goes on) with a user and runs as many steps as possible now, waiting at most a few seconds for the platform; the rest is
    /// done in the background. Safe to call at any time and from several nodes.
    /// </summary>
    public async Task<OnboardingState> AdvanceAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async session => await BeginAsync(session, await OnboardingStore.GetUserAsync(session, broker.Id, userId), broker), cancellationToken);
        return await RunAsync(broker, userId, cancellationToken);
    }

    /// <summary>Records what the user agreed to; the platform is told once by call 3.13 for each (FLOW-CREATE-8).</summary>
    public async Task AcceptAgreementsAsync(
        BrokerEntity broker, long userId, IReadOnlyList<AgreementToAccept> agreed, CancellationToken cancellationToken)
    {
        if (agreed.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        await database.WriteAsync(
            async session =>
            {
                var user = await OnboardingStore.GetUserAsync(session, broker.Id, userId);
                foreach (var one in agreed)
                {
                    await AgreementStore.AddAsync(session, broker.Id, userId, one, now);
                    if (broker.Settings.TakesOwnTokens)
                    {
                        await OnboardingStore.AddAsync(
                            session, user, TaskKind.Agreement, AgreementStore.SubjectOf(one), user.CtraderUserId is null ? null : now, now);
                    }
                }
            },
            cancellationToken);
        wakeUp.Set();
    }

    /// <summary>Records that the user proved control of the e-mail address, and goes on (FLOW-CREATE-21).</summary>
    public async Task<OnboardingState> ConfirmEmailAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async session =>
            {
                var user = await OnboardingStore.GetUserAsync(session, broker.Id, userId);
                await session.ExecuteAsync(
                    "update users set email_confirmed_at = coalesce(email_confirmed_at, @now) where id = @userId", new { now = time.GetUtcNow(), userId });
                await BeginAsync(session, user, broker);
            },
            cancellationToken);
        return await RunAsync(broker, userId, cancellationToken);
    }

    /// <summary>The account creation form was sent: opens the first account and goes on as <see cref="AdvanceAsync"/>. Repeating it opens no second one.</summary>
    /// <param name="broker">Whose user it is.</param>
    /// <param name="userId">The user.</param>
    /// <param name="choice">What the form says.</param>
    /// <param name="cancellationToken">Stops waiting, not the work.</param>
    /// <param name="password">Of the account; null = a random one that nobody learns.</param>
    /// <exception cref="ArgumentException">The broker offers no first account like that.</exception>
    public async Task<OnboardingState> OpenAccountAsync(
        BrokerEntity broker, long userId, AccountChoice choice, CancellationToken cancellationToken, PasswordHashMd5? password = null)
    {
        var product = broker.Settings.FirstAccounts().FirstOrDefault(choice.IsOfferedBy)
            ?? throw new ArgumentException("The broker does not offer a first account like that.", nameof(choice));
        var opening = NewOpening(broker, userId, product, choice, password);
        await database.WriteAsync(
            async session =>
            {
                var user = await OnboardingStore.GetUserAsync(session, broker.Id, userId);
                await BeginAsync(session, user, broker);
                if (!await AccountStore.HasAnyAsync(session, broker.Id, userId))
                {
                    await AccountOpeningStore.AddAsync(session, opening);
                    await OnboardingStore.AddAsync(
                        session, user, TaskKind.Account, OnboardingTask.FirstAccount, user.CtraderUserId is null ? null : opening.CreatedAt, opening.CreatedAt);
                }
            },
            cancellationToken);
        return await RunAsync(broker, userId, cancellationToken);
    }

    /// <summary>Somebody of the broker has removed what the platform refused for: tries everything of the user that is stuck again.</summary>
    public async Task<OnboardingState> RetryAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        await store.RetryStuckAsync(broker.Id, userId, time.GetUtcNow(), cancellationToken);
        wakeUp.Set();
        return await RunAsync(broker, userId, cancellationToken);
    }

    /// <summary>What the broker's people have to look at: tasks that the platform refused for good.</summary>
    public Task<IReadOnlyList<OnboardingTask>> ListStuckAsync(BrokerEntity broker, CancellationToken cancellationToken) =>
        store.ListStuckAsync(broker.Id, cancellationToken);

    private static InvalidOperationException NoSuchUser() => new("There is no such user at this broker.");

    private AccountOpening NewOpening(BrokerEntity broker, long userId, AccountProduct product, AccountChoice choice, PasswordHashMd5? password) => new()
    {
        BrokerId = broker.Id,
        UserId = userId,
        Number = 1,
        Reference = AccountOpening.NewReference(),
        Product = choice.ProductId,
        Currency = choice.Currency,
        LeverageInCents = choice.LeverageInCents,
        EnvironmentName = broker.Settings.PlatformOf(product).EnvironmentName,
        PasswordSealed = password is null ? passwords.NewSealed() : passwords.Seal(password),
        CreatedAt = time.GetUtcNow(),
    };

    /// <summary>FLOW-CREATE-5, and FLOW-AUTH-6 for a user who registered before.</summary>
    private async Task BeginAsync(DbSession session, OnboardingUser user, BrokerEntity broker)
    {
        var now = time.GetUtcNow();
        if (user.CtraderUserId is null)
        {
            await OnboardingStore.AddAsync(session, user, TaskKind.User, subject: "", now, now);
            await OnboardingStore.ResumeProvenAsync(session, user.Id, now);
        }
    }

    private async Task<OnboardingState> RunAsync(BrokerEntity broker, long userId, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever stops waiting does not stop the work.
            await RunDueAsync(userId).WaitAsync(options.Value.InteractiveBudget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The state says what is still to come.
        }

        return await GetStateAsync(broker, userId, cancellationToken);
    }

    private async Task RunDueAsync(long userId)
    {
        while (await store.FindDueAsync(userId, time.GetUtcNow(), CancellationToken.None) is { } taskId && await runner.RunAsync(taskId))
        {
            // The next task of the user may have become due.
        }
    }
}
