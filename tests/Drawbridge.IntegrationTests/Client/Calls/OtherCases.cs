using Drawbridge.Client.Platform.Calls;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Platform;
using static Drawbridge.IntegrationTests.Client.Calls.CallCase;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>What there is on the plant, and the lists of Invite.</summary>
internal static class OtherCases
{
    public static readonly KeyValuePair<string, CallCase>[] All =
    [
        Of(
            "WS 4.11", // WS-42
            static async s => (await s.Client.Reference.ListGroupsAsync(None).AnswerAsync()).ShouldContain(new TraderGroupEntity(1, "Default", "Everybody")),
            static s => s.ClientOf(password: "wrong").Reference.ListGroupsAsync(None).RefusalAsync(),
            NoToken),
        Of(
            "WS 6.1", // WS-45
            static async s => (await s.Client.Reference.ListSymbolsAsync(None).AnswerAsync()).ShouldContain(static symbol => symbol.Name == "EURUSD" && symbol.Id > 0),
            static s => s.ClientOf(password: "wrong").Reference.ListSymbolsAsync(None).RefusalAsync(),
            NoToken),
        Of(
            "WS 6.2", // WS-46
            static async s => (await s.Client.Reference.ListDepositAssetsAsync(None).AnswerAsync()).ShouldContain("EUR"),
            static s => s.ClientOf(password: "wrong").Reference.ListDepositAssetsAsync(None).RefusalAsync(),
            NoToken),
        Of(
            "invite invitedUsers", // INV-30..32, INV-35
            static async s =>
            {
                (await s.Client.Invite.ListInvitedUsersPageAsync(new() { CreatedFrom = s.Server.Clock.GetUtcNow(), Limit = 5, Skip = 1 }, None).AnswerAsync()).ShouldBeEmpty();
            },
            static s => s.Client.Invite.ListInvitedUsersPageAsync(new() { Limit = 0 }, None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
        Of(
            "invite users", // INV-30, INV-33..35
            static async s =>
            {
                var email = PlatformApi.NewEmail();
                var userId = await s.Server.Api.NewUserAsync(email: email);
                var query = new PullQuery { CreatedFrom = s.Server.Clock.GetUtcNow() };
                (await s.Client.Invite.ListUsersPageAsync(query, None).AnswerAsync())
                    .ShouldContain(new Drawbridge.Protocol.Invite.PlatformUser(userId, email, PlatformServer.Broker, s.Server.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
            },
            static s => s.Client.Invite.ListUsersPageAsync(new() { Skip = -1 }, None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
    ];
}
