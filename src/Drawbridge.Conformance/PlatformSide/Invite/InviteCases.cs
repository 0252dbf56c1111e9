using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.PlatformSide.Crm;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Invite;

/// <summary>Webhooks and pull endpoints of Invite.</summary>
internal static class InviteCases
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Refusal("invite-lists/invited-users-without-token", Must("INV-30"), "The list of invited users without a manager token", PlatformErrorCode.AuthenticationFailed, static calls => PullAsync(calls, "/v1/social/invitedUsers", token: null)),
        Refusal("invite-lists/users-without-token", Must("INV-30"), "The list of users without a manager token", PlatformErrorCode.AuthenticationFailed, static calls => PullAsync(calls, "/v1/users", token: null)),
        Case(
            "invite-lists/users",
            Must("INV-34"),
            "The list of users has userId, email, brokerName and utcCreateTimestamp of each",
            "Answer {\"users\":[{\"userId\":…,\"email\":\"…\",\"brokerName\":\"…\",\"utcCreateTimestamp\":…}]}.",
            static async calls =>
            {
                await calls.NewUserAsync();
                var users = (await PullAsync(calls, "/v1/users", await calls.TokenAsync())).MustHaveStatus(200).MustBeObject().MustHaveList("users");
                Check.That(users.Count > 0 && users.All(static user => user.ContainsKey("userId") && user.ContainsKey("email") && user.ContainsKey("brokerName") && user.ContainsKey("utcCreateTimestamp")), "users with all four keys", "none, or some without");
            }).And(Must("INV-33"), Must("INV-30")),
        Case(
            "invite-lists/users-limit",
            Must("INV-35"),
            "The list of users has no more entries than limit",
            "Cut the list after limit entries.",
            static async calls =>
            {
                await calls.NewUserAsync();
                await calls.NewUserAsync();
                var users = (await PullAsync(calls, "/v1/users", await calls.TokenAsync(), ("limit", "1"))).MustSucceed().MustBeObject().MustHaveList("users");
                Check.That(users.Count == 1, "one user for limit=1", $"{users.Count}");
            }),
        Case(
            "invite-lists/users-skip",
            Must("INV-35"),
            "The list of users goes on after skip entries",
            "Leave out the first skip entries, in an order that stays.",
            static async calls =>
            {
                await calls.NewUserAsync();
                await calls.NewUserAsync();
                var token = await calls.TokenAsync();
                async Task<string?> AtAsync(string skip) => (await PullAsync(calls, "/v1/users", token, ("limit", "1"), ("skip", skip))).MustSucceed().MustBeObject().MustHaveList("users") is [var first, ..] ? first.Text("userId") : null;
                Check.That(await AtAsync("0") != await AtAsync("1"), "another user for skip=1", "the same");
            }),
        Case(
            "invite-lists/users-created-from",
            Must("INV-35"),
            "The list of users begins at createdFrom, which belongs to it",
            "Take createdFrom ≤ utcCreateTimestamp.",
            static async calls =>
            {
                var token = await calls.TokenAsync();
                var first = (await PullAsync(calls, "/v1/users", token, ("limit", "1"))).MustSucceed().MustBeObject().MustHaveList("users");
                if (first.Count == 0)
                {
                    await calls.NewUserAsync();
                    first = (await PullAsync(calls, "/v1/users", token, ("limit", "1"))).MustSucceed().MustBeObject().MustHaveList("users");
                }

                var at = first[0].MustHaveNumber("utcCreateTimestamp");
                async Task<bool> HasItAsync(long from) => (await PullAsync(calls, "/v1/users", token, ("createdFrom", PlatformCalls.Text(from)), ("limit", "1"))).MustSucceed().MustBeObject().MustHaveList("users")
                    .Any(user => user.MustHaveNumber("userId") == first[0].MustHaveNumber("userId"));
                Check.That(await HasItAsync(at), "the user of that instant", "a list without");
                Check.That(!await HasItAsync(at + 1), "no user of an instant before", "one");
            }),
        .. new[]
        {
            Case(
                "invite/told",
                Must("INV-13"),
                "The webhook names the invited user, the partner and the broker",
                "POST invitedUserId, partnerUserId and brokerName to the registered address.",
                static async calls =>
                {
                    var (user, partner) = await InvitedAsync(calls);
                    var seen = await ToldAsync(calls, user, 1);
                    Check.That(seen[0].Method == "POST" && seen[0].Body is not null, "POST with a JSON body", seen[0].Method);
                    seen[0].Body!.MustHave("invitedUserId", user).MustHave("partnerUserId", partner).MustHave("brokerName", calls.Broker);
                }).And(Must("INV-11"), Must("INV-40"), Must("INV-41"), Must("INV-1"), Must("B2P-3.2-9")),
            Case(
                "invite/authorisation",
                Must("INV-12"),
                "The webhook carries the broker's token behind Basic",
                "Send Authorization: Basic followed by the token as the broker gave it, not encoded once more.",
                static async calls =>
                {
                    var (user, _) = await InvitedAsync(calls);
                    var seen = await ToldAsync(calls, user, 1);
                    Check.That(seen[0].Headers.GetValueOrDefault("Authorization") == $"Basic {calls.Target.Invite!.Token}", "Authorization: Basic with the token of the plan", "another header, or none");
                }),
            Case(
                "invite/first-of-a-partner",
                Must("INV-13"),
                "The webhook has no brokerPartnerId at the partner's first attribution",
                "Leave brokerPartnerId out until the broker has answered with one.",
                static async calls =>
                {
                    var (user, _) = await InvitedAsync(calls);
                    Check.That((await ToldAsync(calls, user, 1))[0].Body?.ContainsKey("brokerPartnerId") == false, "a body without brokerPartnerId", "one with it");
                }),
            Case(
                "invite/second-of-a-partner",
                Must("INV-16"),
                "The webhook carries the brokerPartnerId that the broker has answered for the partner",
                "Keep the brokerPartnerId of ATTRIBUTED_NEW and send it with the partner's later attributions.",
                static async calls =>
                {
                    var identifier = PlatformCalls.NewWord("ib");
                    var (user, _, nickname) = await NewAsync(calls, _ => new CrmReply(200, $$"""{"brokerPartnerId":"{{identifier}}","brokerResult":"ATTRIBUTED_NEW"}"""));
                    await ToldAsync(calls, user, 1);
                    await calls.Run.Context.PlayedCrm!.WaitForAsync(call => call.Path == calls.Target.Invite!.NewUserPath && call.Mentions($":{user},"), 1, calls.Target.Invite!.NewUserPath is null ? TimeSpan.Zero : Patience, calls.Run.Context.Time, calls.Cancellation);
                    for (var round = 0; ; round++)
                    {
                        var next = await FollowedAsync(calls, nickname);
                        var seen = (await ToldAsync(calls, next, 1))[0];
                        if (seen.Member("brokerPartnerId") == identifier || round == 4)
                        {
                            Check.That(seen.Member("brokerPartnerId") == identifier, "the brokerPartnerId of the broker's answer", seen.Member("brokerPartnerId") is null ? "none" : "another one");
                            return;
                        }
                    }
                }).And(Must("INV-13"), Must("INV-15"), Must("INV-17")),
            Case(
                "invite/told-again",
                Must("INV-11").Inferred,
                "A webhook that the broker did not take is sent again, as it was",
                "Repeat it until the broker answers 2xx.",
                static async calls =>
                {
                    var (user, _) = await InvitedAsync(calls, static count => count == 1 ? new CrmReply(503) : new CrmReply(200, "{}"));
                    var seen = await ToldAsync(calls, user, 2);
                    Check.That(seen[0].Text == seen[1].Text, "the same body again", "another one");
                }).And(Must("INV-21")),
            Case(
                "invite/new-user",
                May("INV-23"),
                "The webhook about a new user has userId, brokerName, email and partnerUserId",
                "POST these four keys to the second registered address.",
                static async calls =>
                {
                    var (user, partner) = await InvitedAsync(calls);
                    var seen = await calls.PlayedCrm.WaitForAsync(call => call.Path == calls.Target.Invite!.NewUserPath && call.Mentions($":{user},"), 1, Patience, calls.Run.Context.Time, calls.Cancellation);
                    Check.That(seen.Count > 0, "a call of the second webhook", "none");
                    seen[0].Body!.MustHave("userId", user).MustHave("partnerUserId", partner).MustHave("brokerName", calls.Broker);
                    Check.That(seen[0].Member("email") is { Length: > 0 }, "an email", "none");
                }).And(Must("INV-24")),
            Case(
                "invite/pulled",
                Must("INV-32"),
                "The list of invited users has the invited user and the partner",
                "Answer {\"invitedUsers\":[{\"invitedUserId\":…,\"partnerUserId\":…,\"createTimestamp\":…}]}.",
                static async calls =>
                {
                    var (user, partner) = await InvitedAsync(calls);
                    var list = (await PullAsync(calls, "/v1/social/invitedUsers", await calls.TokenAsync(), ("limit", "10000"))).MustHaveStatus(200).MustBeObject().MustHaveList("invitedUsers");
                    var it = list.FirstOrDefault(one => one.Text("invitedUserId") == PlatformCalls.Text(user)) ?? throw new NonconformityException($"an entry for user {user}", "none");
                    it.MustHave("partnerUserId", partner);
                    it.MustHaveNumber("createTimestamp");
                }).And(Must("INV-31")),
            Case(
                "invite/nickname-of-the-email",
                Must("B2P-3.2-11").Inferred,
                "A partner who was created without a nickname is known by the local part of the e-mail address",
                "Derive the nickname from what stands before the @ when call 3.2 brings none and nobody has it.",
                static async calls =>
                {
                    var nickname = PlatformCalls.NewWord("p")[..20];
                    var partner = await calls.NewUserAsync(email: $"{nickname}@example.com");
                    var seen = (await ToldAsync(calls, await FollowedAsync(calls, nickname), 1))[0];
                    seen.Body!.MustHave("partnerUserId", partner);
                }),
            Case(
                "invite/nobody-invites-oneself",
                Must("INV-40").Inferred,
                "A link of one's own, or of nobody, invites nobody",
                "Record an invitation only when the link names another user of the CRM.",
                static async calls =>
                {
                    var user = await calls.NewUserAsync();
                    await calls.NewSessionAsync(user, partner: PlatformCalls.NewWord("nobody")[..20]);
                    var list = (await PullAsync(calls, "/v1/social/invitedUsers", await calls.TokenAsync(), ("limit", "10000"))).MustSucceed().MustBeObject().MustHaveList("invitedUsers");
                    Check.That(list.All(one => one.Text("invitedUserId") != PlatformCalls.Text(user)), "no entry for the user", "one");
                }),
        }.Select(static one => one.Needing(Capability.Invite, Capability.AppSessions, Capability.PlayedCrm)),
    ];

    private static Task<Answer> PullAsync(PlatformCalls calls, string path, string? token, params (string Name, string? Value)[] query) =>
        calls.SendAsItIsAsync("pulls a list", calls.Request(HttpMethod.Get, path, body: null, query).WithHeader("Authorization", token is null ? null : $"Bearer {token}"));

    /// <summary>Somebody who came by a partner's link.</summary>
    private static async Task<(long User, long Partner)> InvitedAsync(PlatformCalls calls, Func<int, CrmReply>? reply = null)
    {
        var (user, partner, _) = await NewAsync(calls, reply);
        return (user, partner);
    }

    private static async Task<(long User, long Partner, string Nickname)> NewAsync(PlatformCalls calls, Func<int, CrmReply>? reply = null)
    {
        var nickname = PlatformCalls.NewWord("p")[..20];
        var partner = await calls.NewUserAsync(nickname: nickname);
        return (await FollowedAsync(calls, nickname, reply), partner, nickname);
    }

    /// <summary>A user who follows a partner's link.</summary>
    private static async Task<long> FollowedAsync(PlatformCalls calls, string nickname, Func<int, CrmReply>? reply = null)
    {
        var user = await calls.NewUserAsync();
        var count = 0;
        calls.PlayedCrm.When(calls.Target.Invite!.AttributionPath, $":{user},", _ => reply?.Invoke(Interlocked.Increment(ref count)) ?? new CrmReply(200, "{}"));
        await calls.NewSessionAsync(user, partner: nickname);
        return user;
    }

    private static async Task<IReadOnlyList<CrmCallSeen>> ToldAsync(PlatformCalls calls, long user, int count)
    {
        var seen = await calls.PlayedCrm.WaitForAsync(call => call.Path == calls.Target.Invite!.AttributionPath && call.Mentions($":{user},"), count, Patience, calls.Run.Context.Time, calls.Cancellation);
        Check.That(seen.Count >= count, $"{count} calls of the webhook within {Patience.TotalSeconds:0} s", $"{seen.Count}");
        calls.Run.Note($"the broker was told: {seen[0].Text}");
        return seen;
    }
}
