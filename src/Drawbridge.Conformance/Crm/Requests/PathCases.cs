using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Requests;

/// <summary>Methods and paths.</summary>
internal static class PathCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        .. CrmCall.All.Select(call => Method(call, HttpMethod.Get, "get")),
        .. CrmCall.All.Select(call => Method(call, HttpMethod.Put, "put")),
        new()
        {
            Id = "api/paths/unknown",
            Title = "A path that no call has answers 404 in the shape of errors",
            Requirement = Must("ERR-17").Inferred,
            Also = [Must("ERR-1")],
            Remedy = "Answer 404 with the error body for unknown paths below /oauth2/.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answer = await run.AskAsync("asks for a path that no call has", run.Crm.Authenticate().WithPath("/oauth2/nothing/of/this/name"), cancellationToken);
                answer.MustHaveStatus(404).MustBeJson().MustHaveText("code");
            },
        },
        new()
        {
            Id = "api/paths/no-prefix",
            Title = "The calls stand directly at the CRM's address: nothing is served below /cid",
            Requirement = Must("P2B-0-3"),
            Remedy = "Serve the calls at /oauth2/… of the CRM's address; /cid is the platform's own prefix.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.AskAsync("authenticates below /cid", run.Crm.Authenticate().WithPath("/cid/oauth2/crmApiToken"), cancellationToken)).MustGiveNothing().MustHaveStatus(404, 405),
        },
        new()
        {
            Id = "api/paths/old-token-parameter",
            Title = "The parameter crmApiToken has no other name: one called token is not taken for it",
            Requirement = Must("P2B-0-5"),
            Also = [Must("P2B-0-10")],
            Remedy = "Read the parameter crmApiToken only; token is the name of older texts.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var request = (await CrmCall.Generate.RequestAsync(run, cancellationToken)).WithQuery("crmApiToken", null).AddQuery("token", await run.Crm.TokenAsync(cancellationToken));
                (await run.AskAsync("generates with crmApiToken under its old name (4.4)", request, cancellationToken)).MustBeRefusedEmptyHanded();
            },
        },
        new()
        {
            Id = "api/paths/no-redirect",
            Title = "The calls are answered where they are made, not by a redirect",
            Requirement = Must("P2B-0-2"),
            Remedy = "Answer at the address of the CRM itself; a POST does not survive most redirects.",
            RunAsync = static async (run, cancellationToken) =>
            {
                foreach (var call in CrmCall.WithBody)
                {
                    var answer = await run.AskAsync($"calls {call.Number}", await call.RequestAsync(run, cancellationToken), cancellationToken);
                    answer.Must(answer.Status is < 300 or >= 400, $"an answer to call {call.Number} itself", $"a redirect ({answer.Status})");
                }
            },
        },
    ];

    private static ConformanceCase Method(CrmCall call, HttpMethod method, string name) => new()
    {
        Id = $"api/paths/{call.Number}/{name}",
        Title = $"{method} at the path of call {call.Number} answers 405 and does nothing",
        Requirement = Must("ERR-17").Inferred,
        Also = [Must("P2B-0-6")],
        Kind = call.KindOfSuccess,
        Remedy = "Accept POST only at the paths of the calls, and answer other methods with 405.",
        RunAsync = async (run, cancellationToken) =>
        {
            var request = await call.RequestAsync(run, cancellationToken) with { Method = method };
            (await run.AskAsync($"sends {method}", method == HttpMethod.Get ? request with { Body = null, ContentType = null } : request, cancellationToken)).MustHaveStatus(405).MustGiveNothing();
        },
    };

    private static TargetRequest WithPath(this TargetRequest request, string path)
    {
        var known = request.Url.AbsoluteUri;
        return request with { Url = new Uri(known[..known.LastIndexOf("/oauth2/", StringComparison.Ordinal)] + path) };
    }
}
