using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Identification;

/// <summary>The success page, where the broker itself serves it.</summary>
internal static class CallbackCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "opens", "The success page opens with both names and an OT token", Must("SCR-11"),
            "Serve a small page at the success URL, whatever its token: the application recognises the address and closes the browser.",
            static async (run, cancellationToken) => (await OpenAsync(run, run.Broker.Names, await run.Crm.NewOneTimeTokenAsync(cancellationToken), cancellationToken)).MustHaveStatus(200)),
        Case(
            "token-is-kept", "The OT token of the success page can be exchanged after the page was opened", Must("SCR-55"),
            "Do not use the token up when the success page is opened: the application exchanges it afterwards.",
            static async (run, cancellationToken) =>
            {
                var code = await run.Crm.NewOneTimeTokenAsync(cancellationToken);
                await OpenAsync(run, run.Broker.Names, code, cancellationToken);
                (await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), code, cancellationToken)).MustHaveStatus(200);
            }),
        Case(
            "unknown-brokerName", "The success page refuses a brokerName that nobody has with 401", Must("SCR-54"),
            "Look up both names of the address, and answer 401 BROKER_ID_INVALID when one is unknown.",
            static async (run, cancellationToken) => MustBeTold(
                await OpenAsync(run, run.Broker.Names with { BrokerName = "nobody_at_all" }, await run.Crm.NewOneTimeTokenAsync(cancellationToken), cancellationToken), 401, CrmErrorCode.BrokerIdInvalid)),
        Case(
            "unknown-brokerCrmName", "The success page refuses a brokerCrmName that nobody has with 401", Must("SCR-54"),
            "Look up both names of the address, and answer 401 BROKER_ID_INVALID when one is unknown.",
            static async (run, cancellationToken) => MustBeTold(
                await OpenAsync(run, run.Broker.Names with { BrokerCrmName = "nobody_at_all" }, await run.Crm.NewOneTimeTokenAsync(cancellationToken), cancellationToken), 401, CrmErrorCode.BrokerIdInvalid)),
        Case(
            "another-brokers-token", "The success page refuses names that are not those of the token's broker with 403", Must("SCR-54"),
            "Find the broker of the token, and answer 403 BROKER_ID_MISMATCH when the address names another one.",
            static async (run, cancellationToken) =>
            {
                var code = await run.Crm.NewOneTimeTokenAsync(await run.Crm.SecondBrokersTokenAsync(cancellationToken), await run.Crm.SecondBrokersUserAsync(cancellationToken), cancellationToken);
                MustBeTold(await OpenAsync(run, run.Broker.Names, code, cancellationToken), 403, CrmErrorCode.BrokerIdMismatch);
            }) with
        {
            Needs = [Capability.SecondBroker],
        },
    ];

    private static ConformanceCase Case(string name, string title, Requirement requirement, string remedy, Func<CaseRun, CancellationToken, Task> look) => new()
    {
        Id = $"api/callback/{name}", Title = title, Requirement = requirement, Also = [Must("BID-8")], Remedy = remedy, RunAsync = look,
    };

    private static Task<Answer> OpenAsync(CaseRun run, BrokerNames names, string token, CancellationToken cancellationToken)
    {
        var page = run.Broker.SuccessUrl;
        if (page.Authority != run.Broker.Url.Authority)
        {
            throw new NotOfferedException("a success page at the broker's own address");
        }

        var request = new TargetRequest(HttpMethod.Get, new Uri(page.GetLeftPart(UriPartial.Path))) { ContentType = null, Headers = [new("Accept", "application/json, text/html")] };
        return run.SendAsync("opens the success page", request.WithNames(names).WithQuery("token", token), cancellationToken);
    }

    /// <summary>The code stands in an answer in JSON only (SCR-39).</summary>
    private static void MustBeTold(Answer answer, int status, string code) => answer.MustBeRefused(status, answer.Json is null ? null : code);
}
