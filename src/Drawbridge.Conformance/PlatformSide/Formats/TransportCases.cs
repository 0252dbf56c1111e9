using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Formats;

/// <summary>https, names, unknown parts.</summary>
internal static class TransportCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "transport/plain-http",
            Must("B2P-0-2"),
            "No call succeeds by plain http",
            "Serve the API by https only; refuse plain http instead of redirecting it, because the token stands in the address.",
            static async calls =>
            {
                var request = calls.Request(HttpMethod.Get, PlatformPaths.TraderGroups).AddQuery("token", await calls.TokenAsync());
                var port = calls.Target.HttpPort ?? (calls.Target.Url.Port == 443 ? 80 : calls.Target.Url.Port);
                request = request with { Url = new UriBuilder(request.Url) { Scheme = "http", Port = port }.Uri };
                try
                {
                    (await calls.SendAsItIsAsync("calls by plain http", request)).MustBeRefused();
                }
                catch (ConfigurationFaultException)
                {
                    calls.Run.Note("nothing is served there");
                }
                catch (NonconformityException fault) when (fault.Expected == "an answer")
                {
                    calls.Run.Note("the connection ended");
                }
            }).And(Must("P2B-0-4")),
        Case(
            "transport/unknown-parameter",
            Must("B2P-0-21").Inferred,
            "Query parameters that nobody knows are ignored",
            "Ignore what is not known, so that a newer client meets an older platform.",
            static async calls => (await calls.SendAsync("lists the groups with a new parameter", calls.Request(HttpMethod.Get, PlatformPaths.TraderGroups, body: null, ("somethingNew", "1")))).MustSucceed()),
        Case(
            "transport/names-are-welcome",
            May("B2P-0-16").Inferred,
            "Both names are taken in the query of any call",
            "Take brokerName and brokerCrmName where a call does not define them, too.",
            static async calls => (await calls.SendAsync("lists the groups and says for whom", calls.Request(HttpMethod.Get, PlatformPaths.TraderGroups, body: null, ("brokerName", calls.Broker), ("brokerCrmName", calls.Crm)))).MustSucceed()),
        Refusal("transport/unknown-name", May("B2P-0-16").Inferred, "An unknown brokerName in the query of a call that does not define it", PlatformErrorCode.BrokerNotFound, static calls =>
            calls.SendAsync("lists the groups for an unknown broker", calls.Request(HttpMethod.Get, PlatformPaths.TraderGroups, body: null, ("brokerName", PlatformCalls.NewWord("broker"))))),
    ];
}
