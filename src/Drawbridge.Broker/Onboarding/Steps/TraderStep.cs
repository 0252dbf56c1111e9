using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Kyc.Rights;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>
/// The trading account (3.3, FLOW-CREATE-10). The platform would open a second one without a word, so after a lost answer the account is
/// looked for by its reference, and nothing is sent again before it is certain that it never arrived (FLOW-CREATE-22).
/// </summary>
internal sealed class TraderStep(BrokerPlatform platforms, AccountPassword passwords, TraderSearch search, WriteOnce writes, KycRights rights)
{
    private const string ProductGone = "PRODUCT_NOT_OFFERED";

    public async Task<StepOutcome> RunAsync(ClaimedTask task, AccountOpening opening, OnboardingUser user, CancellationToken cancellationToken)
    {
        var platform = await platforms.ForAsync(task.Broker, opening.EnvironmentName, cancellationToken);
        if (task.Row.HasOpenIntent)
        {
            // Before the search: an absence counts only if it was seen after everything had settled.
            var settled = task.Row.SettledAt <= writes.Now;
            switch (await search.FindAsync(platform, opening, task.Row.SettledAt!.Value, cancellationToken))
            {
                case TraderSearchResult.Found found:
                    return await StoreAsync(task, opening, found.Login, cancellationToken);
                case TraderSearchResult.Failed failed:
                    return failed.Outcome;
                case TraderSearchResult.Absent when !settled:
                    return new StepOutcome.NotBefore(task.Row.SettledAt.Value, task.Row.LastError);
                default:
                    await task.ResolveIntentAsync(cancellationToken);
                    break;
            }
        }

        return await CreateAsync(task, opening, user, platform, cancellationToken);
    }

    private async Task<StepOutcome> CreateAsync(
        ClaimedTask task, AccountOpening opening, OnboardingUser user, PlatformClient platform, CancellationToken cancellationToken)
    {
        if (task.Broker.Settings.FindProduct(opening.Product, opening.EnvironmentName) is not { } product)
        {
            return new StepOutcome.Stuck(ProductGone, "The broker no longer offers accounts like that.");
        }

        var proven = product.IsDemo ? null : await rights.FindAsync(task.Broker, opening.UserId, cancellationToken);
        var request = Request(product, proven?.For(product) ?? product.AccessRights, opening, user);
        var intent = writes.NewIntent();
        await task.RecordIntentAsync(intent, session => AccountOpeningStore.RecordSendingAsync(session, opening.Id, intent.At), cancellationToken);
        switch (await writes.SendAsync(intent, token => platform.Traders.CreateAsync(request, token), cancellationToken))
        {
            case PlatformResult<TraderEntity>.Answered created:
                return await StoreAsync(task, opening, created.Value.Login, cancellationToken);
            case PlatformResult<TraderEntity>.Ambiguous ambiguous:
                await task.SettleFromNowAsync(writes.SettledFromNow, ambiguous.Reason, cancellationToken);
                return new StepOutcome.Again();
            case var refused:
                await task.ResolveIntentAsync(cancellationToken);
                return StepOutcome.Of(refused);
        }
    }

    /// <summary>B2P-3.3-2..13, WS-12, WS-13.</summary>
    private CreateTraderRequest Request(AccountProduct product, string accessRights, AccountOpening opening, OnboardingUser user) => new()
    {
        AccessRights = accessRights, // WS-72
        AccountType = product.AccountType,
        Balance = product.OpeningBalance, // B2P-3.3-4
        DepositCurrency = opening.Currency,
        GroupName = product.GroupName,
        HashedPassword = passwords.Open(opening).Reveal(),
        LeverageInCents = opening.LeverageInCents,
        SwapFree = product.SwapFree ? true : null,
        TotalMarginCalculationType = "MAX",
        ContactDetails = new ContactDetails { Email = user.Email },
        Name = user.FirstName,
        LastName = user.LastName,
        Description = opening.Reference,
    };

    private static async Task<StepOutcome> StoreAsync(ClaimedTask task, AccountOpening opening, long login, CancellationToken cancellationToken)
    {
        await task.ChangeAsync(
            "sent_at = null, settled_at = null, attempts = 0, last_error = null",
            [],
            session => AccountOpeningStore.StoreTraderAsync(session, opening.Id, login),
            cancellationToken);
        return new StepOutcome.Again();
    }
}
