using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using static Drawbridge.IntegrationTests.Client.Calls.CallCase;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>Accounts.</summary>
internal static class TraderCases
{
    private static readonly PasswordHashMd5 Right = PasswordHashMd5.Of(CallsServer.Password);
    private static readonly PasswordHashMd5 Wrong = PasswordHashMd5.Of("another password");

    public static readonly KeyValuePair<string, CallCase>[] All =
    [
        Of(
            "3.3", // B2P-3.3-1..22, WS-31, B2P-0-11
            static async s =>
            {
                var trader = await s.Client.Traders.CreateAsync(CallsServer.NewTrader(balance: 234512), None).AnswerAsync();
                trader.Money(trader.Balance).ToDecimal().ShouldBe(2345.12m);
                (trader.BrokerName, trader.TotalMarginCalculationType).ShouldBe((PlatformServer.Broker, "MAX"));
            },
            static s => s.Client.Traders.CreateAsync(CallsServer.NewTrader() with { GroupName = "Unknown" }, None).RefusalAsync(),
            PlatformErrorCode.TraderGroupNotFound),
        Of(
            "3.4", // B2P-3.4-1..11, WS-85
            static async s =>
                (await s.Client.Links.LinkAsync(await s.NewTraderAsync(), Right, await s.Server.Api.NewUserAsync(), environmentName: null, None).AnswerAsync())!
                    .Value.ShouldBePositive(),
            static async s => await s.Client.Links.LinkAsync(await s.NewTraderAsync(), Wrong, await s.Server.Api.NewUserAsync(), "live", None).RefusalAsync(),
            PlatformErrorCode.WrongPassword),
        Of(
            "WS 5.3", // WS-86, WS-87
            static async s =>
            {
                var (userId, login) = (await s.Server.Api.NewUserAsync(), await s.NewTraderAsync());
                await s.Server.Api.NewLinkAsync(userId, login);
                await s.ClientOf(PlatformServer.WhiteLabel).Links.MoveHereAsync(login, environmentName: null, None).AnswerAsync();
                (await s.Client.Traders.GetAsync(login, None).AnswerAsync()).BrokerName.ShouldBe(PlatformServer.WhiteLabel);
            },
            static s => s.ClientOf(PlatformServer.WhiteLabel).Links.MoveHereAsync(1, environmentName: null, None).RefusalAsync(),
            PlatformErrorCode.TraderNotFound),
        Of(
            "WS 4.2", // WS-32
            static async s =>
            {
                var login = await s.NewTraderAsync();
                (await s.Client.Traders.GetAsync(login, None).AnswerAsync()).Login.ShouldBe(login);
            },
            static s => s.Client.Traders.GetAsync(1, None).RefusalAsync(),
            PlatformErrorCode.TraderNotFound),
        Of(
            "WS 4.3", // WS-33, WS-50..58
            static async s =>
            {
                var login = await s.NewTraderAsync();
                var now = s.Server.Clock.GetUtcNow();
                var query = new Drawbridge.Client.Platform.TraderQuery(now.AddHours(-1), now.AddSeconds(1))
                {
                    Fields = ["balance"],
                    GroupId = 1,
                    HasOpenPositions = false,
                };
                (await s.Client.Traders.ListPageAsync(query, None).AnswerAsync()).Trader.ShouldContain(trader => trader.Login == login);
                (await s.Client.Traders.ListPageAsync(query with { LastDeal = (now.AddHours(-1), now) }, None).AnswerAsync()).Trader.ShouldBeEmpty();
            },
            static s => s.Client.Traders.ListPageAsync(new(s.Server.Clock.GetUtcNow(), s.Server.Clock.GetUtcNow()), None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
        Of(
            "WS 4.4", // WS-34, WS-59
            static async s => (await s.Client.Traders.GetSubAccountsAsync(await s.NewTraderAsync(), None).AnswerAsync()).SubAccountLogins.Login.ShouldBeEmpty(),
            static s => s.Client.Traders.GetSubAccountsAsync(1, None).RefusalAsync(),
            PlatformErrorCode.TraderNotFound),
        Of(
            "WS 4.5.1", // WS-35, WS-60..63: what is not mentioned is not reset
            static async s =>
            {
                var request = CallsServer.NewTrader(balance: 500) with
                {
                    Name = "Pat", ContactDetails = new() { City = "Nicosia", CountryId = 196 }, SwapFree = true, MaxLeverage = 20000, TotalMarginCalculationType = "NET",
                };
                var login = (await s.Client.Traders.CreateAsync(request, None).AnswerAsync()).Login;
                var before = await s.Client.Traders.GetAsync(login, None).AnswerAsync();
                await s.Client.Traders.ReplaceAsync(login, static trader => trader with { LastName = "Lee" }, None).AnswerAsync();
                var after = await s.Client.Traders.GetAsync(login, None).AnswerAsync();
                after.ShouldBe(before with { LastName = "Lee", LastUpdateTimestamp = after.LastUpdateTimestamp });
                await s.Client.Traders.CheckPasswordAsync(login, Right, None).AnswerAsync();
            },
            static async s => await s.Client.Traders.ReplaceAsync(await s.NewTraderAsync(), static trader => trader with { GroupName = "Unknown" }, None).RefusalAsync(),
            PlatformErrorCode.TraderGroupNotFound),
        Of(
            "WS 4.5.2", // WS-36, WS-62, WS-64, WS-65, WS-72, WS-73
            static async s =>
            {
                var login = (await s.Client.Traders.CreateAsync(CallsServer.NewTrader(700) with { AccessRights = "NO_TRADING", Name = "Pat" }, None).AnswerAsync()).Login;
                var changes = new UpdateTraderRequest { AccessRights = "FULL_ACCESS", ContactDetails = new() { IntroducingBroker1 = "IB-1" } };
                await s.Client.Traders.UpdateAsync(login, changes, None).AnswerAsync();
                var trader = await s.Client.Traders.GetAsync(login, None).AnswerAsync();
                (trader.AccessRights, trader.Name, trader.Balance, trader.ContactDetails!.IntroducingBroker1).ShouldBe(("FULL_ACCESS", "Pat", 700, "IB-1"));
            },
            static async s => await s.Client.Traders.UpdateAsync(await s.NewTraderAsync(), new() { AccessRights = "ALL" }, None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
        Of(
            "WS 4.6", // WS-37, WS-69
            static async s =>
            {
                var login = await s.NewTraderAsync();
                await s.Client.Traders.DeleteAsync(login, None).AnswerAsync();
                (await s.Client.Traders.GetAsync(login, None).RefusalAsync()).ShouldBe(PlatformErrorCode.TraderNotFound);
            },
            static s => s.Client.Traders.DeleteAsync(1, None).RefusalAsync(),
            PlatformErrorCode.TraderNotFound),
        Of(
            "WS 4.8", // WS-39, WS-13
            static async s =>
            {
                var login = await s.NewTraderAsync();
                await s.Client.Traders.ChangePasswordAsync(login, Wrong, None).AnswerAsync();
                await s.Client.Traders.CheckPasswordAsync(login, Wrong, None).AnswerAsync();
            },
            static s => s.Client.Traders.ChangePasswordAsync(1, Wrong, None).RefusalAsync(),
            PlatformErrorCode.TraderNotFound),
        Of(
            "WS 4.9", // WS-40, ERR-31
            static async s => await s.Client.Traders.CheckPasswordAsync(await s.NewTraderAsync(), Right, None).AnswerAsync(),
            static async s => await s.Client.Traders.CheckPasswordAsync(await s.NewTraderAsync(), Wrong, None).RefusalAsync(),
            PlatformErrorCode.WrongPassword),
    ];
}
