using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Screens;

/// <summary>Screens that are opened with wrong names, or with none (SCR-20, SCR-21, SCR-39).</summary>
internal static class IdentificationCases
{
    private const string Remedy = "Check brokerName and brokerCrmName before anything else on every screen: missing 400 BROKER_ID_MISSING, unknown 401 BROKER_ID_INVALID, not belonging together 403 BROKER_ID_MISMATCH; as a page, or as JSON where Accept asks for it.";

    public static IReadOnlyList<ConformanceCase> All { get; } = [.. new[] { BrokerScreen.LogIn, BrokerScreen.Deposit, BrokerScreen.NewAccount }.SelectMany(Of)];

    private static IEnumerable<ConformanceCase> Of(BrokerScreen screen)
    {
        yield return Case(screen, "no-names", "no names with BROKER_ID_MISSING", 400, "BROKER_ID_MISSING", "SCR-20", static _ => null, Capability.RequiredIdentification);
        yield return Case(screen, "no-crm-name", "no brokerCrmName with BROKER_ID_MISSING", 400, "BROKER_ID_MISSING", "SCR-21", static run => run.Broker.Names with { BrokerCrmName = "" }, Capability.RequiredIdentification);
        yield return Case(screen, "unknown-name", "an unknown brokerName with BROKER_ID_INVALID", 401, "BROKER_ID_INVALID", "SCR-20", static run => run.Broker.Names with { BrokerName = "nobody_main" });
        yield return Case(screen, "unknown-crm-name", "an unknown brokerCrmName with BROKER_ID_INVALID", 401, "BROKER_ID_INVALID", "SCR-21", static run => run.Broker.Names with { BrokerCrmName = "nobody_crm" });
        yield return Case(screen, "wrong-case", "the right brokerName in capitals with BROKER_ID_INVALID", 401, "BROKER_ID_INVALID", "SCR-20", static run => run.Broker.Names with { BrokerName = run.Broker.Names.BrokerName.ToUpperInvariant() });
        yield return Case(
            screen, "mismatch", "names that do not belong together with BROKER_ID_MISMATCH", 403, "BROKER_ID_MISMATCH", "SCR-21",
            static run => run.Broker.Names with { BrokerCrmName = run.Broker.Other!.Names.BrokerCrmName }, Capability.OtherCrm);
    }

    private static ConformanceCase Case(
        BrokerScreen screen, string check, string what, int status, string code, string requirement, Func<CaseRun, BrokerNames?> names, params Capability[] needs) => new()
    {
        Id = $"screens/SCR-39/{screen.Id}/{check}",
        Title = $"{screen.Name} answers {what}",
        Requirement = Must("SCR-39"),
        Also = [Must(requirement)],
        Needs = [.. screen.Needs, .. needs],
        Remedy = Remedy,
        RunAsync = async (run, cancellationToken) =>
        {
            var wrong = names(run);
            var page = await OpenAsync(run, screen, wrong, "text/html", cancellationToken);
            page.MustHaveStatus(status);
            Check.That(page.Header("WWW-Authenticate") is null, "no WWW-Authenticate, which would open a dialog of the browser", "one");
            var json = await OpenAsync(run, screen, wrong, "application/json", cancellationToken);
            json.MustBeRefused(status, code);
        },
    };

    private static Task<Answer> OpenAsync(CaseRun run, BrokerScreen screen, BrokerNames? names, string accept, CancellationToken cancellationToken)
    {
        var request = new TargetRequest(HttpMethod.Get, ScreenAddress.Of(run.Broker, screen.Path(run.Plan.Screens), names: null, []))
        {
            ContentType = null,
            Query = names is null ? [] : [.. new KeyValuePair<string, string>[] { new("brokerName", names.BrokerName), new("brokerCrmName", names.BrokerCrmName) }.Where(static pair => pair.Value.Length > 0)],
            Headers = [new("Accept", accept)],
        };
        return run.SendAsync($"opens {screen.Name.ToLowerInvariant()} with the wrong names, asking for {accept}", request, cancellationToken);
    }
}
