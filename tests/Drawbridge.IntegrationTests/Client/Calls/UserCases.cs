using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Platform;
using static Drawbridge.IntegrationTests.Client.Calls.CallCase;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>The manager, users and what belongs to them.</summary>
internal static class UserCases
{
    public static readonly KeyValuePair<string, CallCase>[] All =
    [
        Of(
            "3.1", // B2P-3.1-1..8, WS-30
            static async s => (await s.Client.Manager.GetTokenAsync(None).AnswerAsync()).Reveal().ShouldBe(s.Server.Api.ManagerToken),
            static s => s.ClientOf(password: "wrong one").Manager.GetTokenAsync(None).RefusalAsync(),
            PlatformErrorCode.AuthenticationFailed),
        Of(
            "3.2", // B2P-3.2-1..8, B2P-3.2-13
            static async s => (await s.Client.Users.CreateAsync(new() { Email = PlatformApi.NewEmail() }, None).AnswerAsync()).ShouldBePositive(),
            static async s =>
            {
                var email = PlatformApi.NewEmail();
                await s.Server.Api.NewUserAsync(email: email);
                return await s.Client.Users.CreateAsync(new() { Email = email }, None).RefusalAsync();
            },
            PlatformErrorCode.EmailAlreadyExists),
        Of(
            "3.10", // B2P-3.10-1..3, B2P-3.10-5
            static async s =>
            {
                var (userId, email) = (await s.Server.Api.NewUserAsync(), PlatformApi.NewEmail());
                await s.Client.Users.ChangeEmailAsync(userId, email, None).AnswerAsync();
                (await s.Client.Users.FindByEmailAsync(email, None).AnswerAsync()).ShouldBe(userId);
            },
            static async s => await s.Client.Users.ChangeEmailAsync(await s.Server.Api.NewUserAsync(), "a@privaterelay.appleid.com", None).RefusalAsync(),
            PlatformErrorCode.EmailInvalid),
        Of(
            "3.11", // B2P-3.11-1..4
            static async s =>
            {
                var email = PlatformApi.NewEmail();
                var userId = await s.Server.Api.NewUserAsync(email: email);
                (await s.Client.Users.FindByEmailAsync(email, None).AnswerAsync()).ShouldBe(userId);
                (await s.Client.Users.FindByEmailAsync("nobody." + email, None).AnswerAsync()).ShouldBeNull();
            },
            static s => s.ClientOf(manager: Stranger).Users.FindByEmailAsync("a@b.example", None).RefusalAsync(),
            PlatformErrorCode.InsufficientPermissions),
        Of(
            "3.12", // B2P-3.12-1..4
            static async s => await s.Client.Users.LogOutAsync(await s.Server.Api.NewUserAsync(), None).AnswerAsync(),
            static s => s.Client.Users.LogOutAsync(1, None).RefusalAsync(),
            PlatformErrorCode.UserNotFound),
        Of(
            "3.13", // B2P-3.13-1..3
            static async s => await s.Client.Users.AcceptAgreementAsync(await s.Server.Api.NewUserAsync(), None).AnswerAsync(),
            static s => s.Client.Users.AcceptAgreementAsync(1, None).RefusalAsync(),
            PlatformErrorCode.UserNotFound),
        Of(
            "3.6", // B2P-3.6-1..9
            static async s =>
            {
                var userId = await s.Server.Api.NewUserAsync();
                await s.Client.Referrals.SetAsync("IB-1", new(userId), None).AnswerAsync();
                await s.Client.Referrals.SetAsync("IB-2", new(userId), None).AnswerAsync();
                (await s.Client.Referrals.FindAsync(new(userId), None).AnswerAsync())!.PartnerId.ShouldBe("IB-2");
            },
            static s => s.Client.Referrals.SetAsync("IB-1", new(1), None).RefusalAsync(),
            PlatformErrorCode.UserNotFound),
        Of(
            "3.7", // B2P-3.7-1..5
            static async s =>
            {
                var (userId, login) = (await s.Server.Api.NewUserAsync(), await s.NewTraderAsync());
                var account = await s.Server.Api.NewLinkAsync(userId, login);
                await s.Client.Referrals.SetAsync("IB-3", new(userId, account), None).AnswerAsync();
                var found = await s.Client.Referrals.FindAsync(new(userId: null, account), None).AnswerAsync();
                found.ShouldBe(new ReferralResponse { UserId = userId, CtidTraderAccountId = account, PartnerId = "IB-3" });
                (await s.Client.Referrals.FindAsync(new(await s.Server.Api.NewUserAsync()), None).AnswerAsync()).ShouldBeNull();
            },
            static s => s.ClientOf(manager: Stranger).Referrals.FindAsync(new(1), None).RefusalAsync(),
            PlatformErrorCode.InsufficientPermissions),
        Of(
            "3.8", // B2P-3.8-1..4
            static async s =>
            {
                var userId = await s.Server.Api.NewUserAsync();
                await s.Client.Referrals.SetAsync("IB-4", new(userId), None).AnswerAsync();
                await s.Client.Referrals.DeleteAsync(userId, ctidTraderAccountId: null, None).AnswerAsync();
                await s.Client.Referrals.DeleteAsync(userId, ctidTraderAccountId: null, None).AnswerAsync();
                (await s.Client.Referrals.FindAsync(new(userId), None).AnswerAsync()).ShouldBeNull();
            },
            static s => s.Client.Referrals.DeleteAsync(1, ctidTraderAccountId: null, None).RefusalAsync(),
            PlatformErrorCode.UserNotFound),
        Of(
            "3.9", // B2P-3.9-1..13
            static async s =>
            {
                var userId = await s.Server.Api.NewUserAsync();
                await s.Client.InAppControls.ReplaceAsync(userId, [Ribbon("#ff33ee")], None).AnswerAsync();
                await s.Client.InAppControls.ClearAsync(userId, None).AnswerAsync();
            },
            static async s => await s.Client.InAppControls.ReplaceAsync(await s.Server.Api.NewUserAsync(), [Ribbon("red")], None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
        Of(
            "WS 5.1", // WS-80..84, WS-9
            static async s =>
            {
                var email = PlatformApi.NewEmail();
                var created = await s.Client.Ctids.CreateAsync(email, "EN", None).AnswerAsync();
                (created.IsNew, created.User.Email, created.User.PreferredLanguage, created.User.Status).ShouldBe((true, email, "en", "CTID_NEW"));
                var again = await s.Client.Ctids.CreateAsync(email, "en", None).AnswerAsync();
                again.ShouldBe(new(new CtidEntity { UserId = created.User.UserId }, IsNew: false));
            },
            static s => s.Client.Ctids.CreateAsync("nonsense", preferredLanguage: null, None).RefusalAsync(),
            PlatformErrorCode.EmailInvalid),
        Of(
            "redeem", // B2P-redeem-1..8
            static async s =>
            {
                var (token, userId, email, login) = await s.NewHandoffAsync();
                (await s.ClientOf(PlatformServer.OtherBroker).Handoff.RedeemAsync(token, None).AnswerAsync()).ShouldBe(new(userId, email, login));
            },
            static async s =>
            {
                var (token, _, _, _) = await s.NewHandoffAsync();
                await s.ClientOf(PlatformServer.OtherBroker).Handoff.RedeemAsync(token, None).AnswerAsync();
                return await s.ClientOf(PlatformServer.OtherBroker).Handoff.RedeemAsync(token, None).RefusalAsync();
            },
            PlatformErrorCode.OneTimeTokenNotFound),
    ];

    private static Ribbon Ribbon(string color) => new()
    {
        Color = color,
        Title = "Verify your account",
        Enabled = true,
        Closable = true,
        Action = new() { UrlInApp = "https://crm.example/inapp/kyc" },
    };
}
