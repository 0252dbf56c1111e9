using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Crm;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Connection;

/// <summary>Plain http (6.1.8). A port where nobody listens is as good as a refusal.</summary>
internal static class HttpsCases
{
    private const string Telltale = "telltale-of-a-crmApiToken-4f6e2b";

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.8/http-is-unsuccessful",
            Title = "A valid request over plain http is unsuccessful",
            Requirement = Must("CONF-6.1.8-1"),
            Also = [Must("P2B-0-4")],
            Kind = CaseKind.Alone,
            Remedy = "Do not serve the calls over plain http: close the port, or answer everything there with an error.",
            RunAsync = static async (run, cancellationToken) =>
            {
                // The password goes over the wire in clear text only where a wrong one has shown that somebody would take it.
                var wrong = await OverHttpAsync(run, "authenticates over http with a wrong password", run.Crm.Authenticate("not-the-password-of-anybody"), cancellationToken);
                if (wrong is { IsSuccess: true } || wrong?.Text("code") == CrmErrorCode.ClientAuthFailure)
                {
                    var answer = await OverHttpAsync(run, "authenticates over http", run.Crm.Authenticate(), cancellationToken);
                    answer?.Must(!answer.IsSuccess && !answer.Has("crmApiToken"), "a request over http to be unsuccessful", $"status {answer.Status}");
                }
            },
        },
        new()
        {
            Id = "api/6.1.8/https-is-successful",
            Title = "The same request over https is successful",
            Requirement = Must("CONF-6.1.8-2").Inferred,
            Also = [Must("P2B-0-4")],
            Needs = [Capability.Sso],
            Remedy = "Serve the calls over https at the address of the CRM.",
            RunAsync = static async (run, cancellationToken) => (await run.AskAsync("authenticates over https", run.Crm.Authenticate(), cancellationToken)).MustSucceed(),
        },
        new()
        {
            Id = "api/6.1.8/http-screen",
            Title = "The log-in screen is not shown over plain http",
            Requirement = Must("P2B-0-4"),
            Also = [Must("SCR-15")],
            Remedy = "Show no screen over plain http; an error or a redirect to https is fine.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answer = await OverHttpAsync(run, "opens the log-in screen over http", Screen(run), cancellationToken);
                answer?.Must(!answer.IsSuccess, "no page over http", $"status {answer.Status}");
            },
        },
        new()
        {
            Id = "api/6.1.8/redirect-repeats-no-token",
            Title = "A redirect from http to https does not repeat the tokens of the address",
            Requirement = Must("P2B-0-4").Inferred,
            Also = [Must("P2B-0-16").Inferred],
            Remedy = "Refuse calls over http with an error. A redirect with the same query makes callers go on without noticing that their token has gone over the wire in clear text.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var answer = await OverHttpAsync(run, "calls 4.3 over http", run.Crm.Validate(Telltale, Telltale), cancellationToken);
                answer?.Must(answer.Header("Location")?.Contains(Telltale, StringComparison.Ordinal) != true, "no redirect, or one without the tokens", "a redirect to an address with the crmApiToken in it");
            },
        },
    ];

    /// <summary>The answer over plain http; null when there is none, which is fine.</summary>
    private static async Task<Answer?> OverHttpAsync(CaseRun run, string text, TargetRequest request, CancellationToken cancellationToken)
    {
        var url = new UriBuilder(request.Url) { Scheme = Uri.UriSchemeHttp, Port = run.Broker.HttpPort ?? (run.Broker.Url.Port == 443 ? 80 : run.Broker.Url.Port) };
        try
        {
            return await run.AskAsync(text, request with { Url = url.Uri }, cancellationToken);
        }
        catch (Exception e) when (e is ConfigurationFaultException or NonconformityException)
        {
            run.Note("nothing answers over http there");
            return null;
        }
    }

    private static TargetRequest Screen(CaseRun run) =>
        (run.Crm.Authenticate() with { Method = HttpMethod.Get, Body = null, ContentType = null, Url = new Uri($"{run.Broker.Url.AbsoluteUri.TrimEnd('/')}/{run.Plan.Screens.LogIn.TrimStart('/')}") });
}
