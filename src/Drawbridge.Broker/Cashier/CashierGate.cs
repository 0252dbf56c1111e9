using Drawbridge.Broker.Accounts;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Payments;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Cashier;

/// <summary>What must be in order before money moves. Asked when the form is shown and again when it is sent.</summary>
internal sealed class CashierGate(InAppSessions sessions, AgreementGate agreements, KycStore verifications)
{
    /// <summary>The accounts that hold real money.</summary>
    public static IReadOnlyList<TradingAccount> LiveAccounts(BrokerEntity broker, InAppUser who) =>
        [.. who.Accounts.Where(account => !broker.Settings.IsDemo(account.EnvironmentName))];

    /// <summary>The screen that says what is missing; null = nothing is.</summary>
    public async Task<IResult?> FindObstacleAsync(
        HttpContext context, PaymentKind kind, InAppUser who, CancellationToken cancellationToken, AgreedVersions? agreed = null, FormErrors? errors = null)
    {
        var broker = context.GetBroker();
        if (who.Account is { } account ? broker.Settings.IsDemo(account.EnvironmentName) : who.Accounts.Count > 0 && LiveAccounts(broker, who).Count == 0)
        {
            return new ScreenResult<DemoAccountPage>(new DemoAccountModel());
        }

        if (await agreements.FindMissingAsync(context, who.User, cancellationToken) is { Count: > 0 } missing)
        {
            return new ScreenResult<AgreementPage>(
                new AgreementModel(
                    context.GetScreen().Parameters.UrlFor(CashierEndpoints.PathOf(kind) + ScreenPaths.CashierAgreements), missing, agreed ?? AgreedVersions.None,
                    sessions.Seal(who.Session), errors ?? new()),
                errors is { Any: true } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
        }

        return await IsKycNeededAsync(broker, kind, who, cancellationToken) ? new ScreenResult<KycNeededPage>(new KycNeededModel(sessions.Seal(who.Session))) : null;
    }

    /// <summary>Whether the broker pays out only to whom it has verified, and this trader is not (MOD-12).</summary>
    private async Task<bool> IsKycNeededAsync(BrokerEntity broker, PaymentKind kind, InAppUser who, CancellationToken cancellationToken) =>
        kind == PaymentKind.Withdrawal && broker.Settings.Cashier.WithdrawalNeedsKyc is { } level
        && !await verifications.HoldsAsync(broker.Id, who.User.Id, level, cancellationToken);
}
