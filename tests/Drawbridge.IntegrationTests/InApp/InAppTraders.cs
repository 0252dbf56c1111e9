using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.InApp;

/// <summary>Traders whose application opens in-app screens.</summary>
internal static class InAppTraders
{
    private static long _logins = 9_000_000;

    /// <summary>A trader with an account.</summary>
    public static async Task<(BrokerUser User, long Account)> NewTraderWithAccountAsync(
        this ScreensHost host, TestCrm crm, int broker = 0, string currency = "EUR")
    {
        var user = await host.NewTraderAsync(crm, broker);
        return (user, await host.NewAccountAsync(crm, user, broker, currency));
    }

    public static async Task<long> NewAccountAsync(this ScreensHost host, TestCrm crm, BrokerUser user, int broker = 0, string currency = "EUR")
    {
        var login = Interlocked.Increment(ref _logins);
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                values (@brokerId, @userId, @login, 'live', @currency, @now)
                """,
                new { brokerId = crm.Broker(broker).Id, userId = user.Id, login, currency, now = host.Time.GetUtcNow() }),
            CancellationToken.None);
        return login;
    }

    /// <summary>A token of call 4.4.</summary>
    public static async Task<string> NewInAppTokenAsync(
        this ScreensHost host, TestCrm crm, BrokerUser user, OneTimeTokenPurpose purpose = OneTimeTokenPurpose.InApp, int broker = 0)
    {
        var issued = await host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            crm.Broker(broker), user.CtraderUserId!.Value, purpose, keepLoggedIn: true, CancellationToken.None);
        return issued!.Token.Reveal();
    }
}
