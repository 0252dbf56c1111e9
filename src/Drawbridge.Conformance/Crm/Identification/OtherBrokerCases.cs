using System.Globalization;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>What belongs to another broker of the same CRM, such as a white label, is of no use under the first one's names.</summary>
internal static class OtherBrokerCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Refused(CrmCall.Exchange, "code", "another broker's OT token", static async (run, request, cancellationToken) => request.WithMember("code", await CodeAsync(run, cancellationToken))),
        Refused(CrmCall.Validate, "accessToken", "another broker's access token", static async (run, request, cancellationToken) =>
            request.WithMember("accessToken", CrmCalls.AccessTokenOf(await run.Crm.SecondBrokersUserAsync(cancellationToken)))),
        Refused(CrmCall.Generate, "userId", "the userId of another broker's user", static async (run, request, cancellationToken) => request.WithMember("userId", await StrangerAsync(run, cancellationToken))),
        Refused(CrmCall.LogOut, "userId", "the userId of another broker's user", static async (run, request, cancellationToken) =>
            request.WithQuery("userId", (await StrangerAsync(run, cancellationToken)).ToString(CultureInfo.InvariantCulture))) with { Kind = CaseKind.Alone },
        new()
        {
            Id = "api/other-broker/4.2/code-is-kept",
            Title = "An OT token that was tried under another broker's names can still be exchanged under its own",
            Requirement = Must("P2B-4.2-10").Inferred,
            Also = [Must("BID-44")],
            Needs = [Capability.SecondBroker],
            Remedy = "Compare the token's broker with the names before the token is marked as used.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var code = await CodeAsync(run, cancellationToken);
                await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), code, cancellationToken);
                (await run.Crm.ExchangeAsync(await run.Crm.SecondBrokersTokenAsync(cancellationToken), code, cancellationToken, run.Broker.Second!.Names)).MustHaveStatus(200);
            },
        },
        new()
        {
            Id = "api/other-broker/works-for-itself",
            Title = "The second broker's users are served under its own names",
            Requirement = Must("BID-41"),
            Also = [Must("BID-40"), Must("BID-42"), Must("BID-44")],
            Needs = [Capability.SecondBroker],
            Remedy = "Choose users, tokens and settings by brokerName: brokers of one CRM share the address and brokerCrmName.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var user = await run.Crm.SecondBrokersUserAsync(cancellationToken);
                var answer = (await run.Crm.ExchangeAsync(await run.Crm.SecondBrokersTokenAsync(cancellationToken), await CodeAsync(run, cancellationToken), cancellationToken, user.Names)).MustHaveStatus(200);
                answer.Must(answer.Text("userId") == $"{user.UserId}", $"\"userId\":{user.UserId}", $"\"userId\":{answer.Text("userId")}");
            },
        },
    ];

    private static ConformanceCase Refused(CrmCall call, string name, string what, Func<CaseRun, TargetRequest, CancellationToken, Task<TargetRequest>> makeAsync) => new Fault
    {
        Call = call,
        Id = $"api/other-broker/{call.Number}/{name}",
        What = what,
        Requirement = Must("BID-28"),
        Also = [Must("BID-44"), Must("ERR-9")],
        Needs = [Capability.SecondBroker],
        Status = 403,
        Code = CrmErrorCode.BrokerIdMismatch,
        Remedy = "Keep the broker with each user and token, and answer 403 BROKER_ID_MISMATCH when the names of a call say another one: white labels must not see each other's users.",
        MakeAsync = makeAsync,
    }.ToCase();

    private static async Task<string> CodeAsync(CaseRun run, CancellationToken cancellationToken) =>
        await run.Crm.NewOneTimeTokenAsync(await run.Crm.SecondBrokersTokenAsync(cancellationToken), await run.Crm.SecondBrokersUserAsync(cancellationToken), cancellationToken);

    /// <summary>One userId may serve people of several brokers; such a one is not a stranger (BID-45).</summary>
    private static async Task<long> StrangerAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var (user, stranger) = (await run.Crm.UserAsync(cancellationToken), await run.Crm.SecondBrokersUserAsync(cancellationToken));
        return stranger.UserId != user.UserId ? stranger.UserId : throw new NotOfferedException("a trader of the second broker who is not one of the first, too");
    }
}
