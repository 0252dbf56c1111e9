using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Onboarding;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.NewAccounts;

/// <summary>
/// Opens further accounts of users who are on the platform (FLOW-NEWACC-2), by the same durable tasks as the first: account, link, each written
/// down before it is sent.
/// </summary>
internal sealed class NewAccountService(
    NewAccountStore store, OnboardingStore tasks, OnboardingRunner runner, AccountPassword passwords, WakeUp wakeUp, TimeProvider time,
    IOptions<OnboardingOptions> options)
{
    /// <summary>Opens an account, waiting at most a few seconds for the platform; the rest is done in the background. Repeating it with the same key opens no second one.</summary>
    /// <returns>How far it has come; null when the user has as many accounts as the broker allows.</returns>
    public async Task<NewAccountProgress?> OpenAsync(
        BrokerEntity broker, long userId, AccountChoice choice, string submissionKey, CancellationToken cancellationToken)
    {
        var product = broker.Settings.Accounts.First(choice.IsOfferedBy);
        var opening = new AccountOpening
        {
            BrokerId = broker.Id,
            UserId = userId,
            Reference = AccountOpening.NewReference(),
            Product = product.Id,
            Currency = choice.Currency,
            LeverageInCents = choice.LeverageInCents,
            EnvironmentName = broker.Settings.PlatformOf(product).EnvironmentName,
            PasswordSealed = passwords.NewSealed(),
            CreatedAt = time.GetUtcNow(),
        };
        return await store.AddAsync(opening, submissionKey, broker.Settings.MaximumAccounts, cancellationToken) is { } number
            ? await AdvanceAsync(broker, userId, number, cancellationToken)
            : null;
    }

    /// <summary>Goes on with an opening as far as it goes now; null when the user has none with that number.</summary>
    public async Task<NewAccountProgress?> AdvanceAsync(BrokerEntity broker, long userId, int number, CancellationToken cancellationToken)
    {
        wakeUp.Set();
        try
        {
            // Whoever stops waiting does not stop the work.
            await RunDueAsync(userId).WaitAsync(options.Value.InteractiveBudget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The progress says what is still to come.
        }

        return await store.FindAsync(broker.Id, userId, number, cancellationToken);
    }

    private async Task RunDueAsync(long userId)
    {
        while (await tasks.FindDueAsync(userId, time.GetUtcNow(), CancellationToken.None) is { } taskId && await runner.RunAsync(taskId))
        {
            // The next task of the user may have become due.
        }
    }
}
