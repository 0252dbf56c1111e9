using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Tests.Conformance.Reports;

/// <summary>A run with a case for each verdict, and with answers that try to get out of the place where they are shown.</summary>
internal static class ExampleRun
{
    public const string Id = "20260131-120000-3f2a91";

    /// <summary>What a hostile target may answer.</summary>
    public const string Hostile = "</pre><script>alert('\u0001 it is out')</script><img src=x onerror=alert(1)>[click](javascript:alert(1))";

    private static readonly DateTimeOffset StartedAt = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One pixel.</summary>
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static RunRecord Record(params CaseResult[] cases) => RunRecorder.Record(Id, [Result(cases.Length == 0 ? All : cases)]);

    public static RunResult Result(IReadOnlyList<CaseResult> cases) => new()
    {
        Side = Side.Broker,
        Target = "Example Markets",
        Url = "https://crm.example.com",
        BrokerName = "example_main",
        BrokerCrmName = "example_crm",
        Version = "0.1.0",
        StartedAt = StartedAt,
        Duration = TimeSpan.FromSeconds(73.4),
        Cases = cases,
    };

    public static CaseResult[] All =>
    [
        Case("api/6.1.1/valid-password", "Call 4.1 with the right password answers 200 with a crmApiToken", Requirement.Must("CONF-6.1.1-1"), Verdict.Passed) with { Steps = [Call(200, """{"crmApiToken":"{crmApiToken 1}"}""")] },
        Broken("api/6.1.2/used-twice", "An OT token can be exchanged once", Requirement.Must("P2B-4.2-8"), Verdict.Failed) with
        {
            Expected = "status 404 Not Found", Received = "200 OK",
            Remedy = "Delete the OT token in the same statement that reads it, and answer 404 OT_TOKEN_NOT_FOUND from then on.",
            Steps = [Call(200, """{"userId":20004,"accessToken":"{accessToken 1}"}"""), Call(200, """{"userId":20004}""")],
        },
        Broken("api/6.1.2/race", "Of many concurrent exchanges one succeeds", Requirement.Must("P2B-OT-1"), Verdict.Failed) with
        {
            Expected = "1 success of 16", Received = Hostile,
            Remedy = "Delete the OT token in the same statement that reads it, and answer 404 OT_TOKEN_NOT_FOUND from then on.",
            Steps = [Call(200, Hostile)],
        },
        Broken("screens/6.2.4/dark", "theme=dark shows dark screens", Requirement.Should("CONF-6.2.4-2"), Verdict.Warning) with
        {
            Expected = "a background darker than the text", Received = "#ffffff behind #111827", Remedy = "Read the parameter theme on every screen.",
            Steps = [new() { Text = "opens the log-in screen", At = TimeSpan.FromSeconds(1), Picture = new("log-in", Png) }],
        },
        Case("screens/6.2.1/engines", "Screens look the same in every engine", Requirement.Must("CONF-6.2.1-1"), Verdict.NeedsPerson) with { Reason = "Do the pictures show the same?" },
        Case("screens/6.2.6/both", "lang and theme work together", Requirement.Should("CONF-6.2.6-1"), Verdict.Skipped) with { Reason = "not offered: Languages" },
        Case("functions/6.3.9/ribbon", "A ribbon arrives", Requirement.Must("P2B-0-1").Inferred, Verdict.Disabled) with { Reason = "ribbons come in spring" },
        Case("functions/6.3.5/deposit", "A deposit reaches the account", Requirement.Must("CONF-6.3.1-1"), Verdict.Misconfigured) with
        {
            Reason = "the mailbox at mail.example.com cannot be reached", Remedy = "Correct mailbox in the plan.",
        },
        Case("functions/6.3.6/withdrawal", "A withdrawal leaves the account", Requirement.Must("CONF-6.3.1-2"), Verdict.ExpectedFailure) with { Reason = "known since the pilot", Expected = "a receipt", Received = "none" },
        Case("functions/6.3.7/kyc", "KYC opens", Requirement.Must("CONF-6.3.1-3"), Verdict.UnexpectedPass) with { Reason = "was broken last week", Remedy = "It passes now: take it out of expectedFailures in the plan." },
    ];

    public static CaseResult Case(string id, string title, Requirement requirement, Verdict verdict) => new()
    {
        Case = new() { Id = id, Title = title, Requirement = requirement, Remedy = "Do it as the protocol says.", RunAsync = static (_, _) => Task.CompletedTask },
        Verdict = verdict,
        StartedAt = StartedAt,
        Duration = TimeSpan.FromMilliseconds(120),
    };

    private static CaseResult Broken(string id, string title, Requirement requirement, Verdict verdict) => Case(id, title, requirement, verdict);

    private static Step Call(int status, string body) => new()
    {
        Text = "exchanges the OT token (4.2)",
        At = TimeSpan.FromMilliseconds(40),
        Exchange = new()
        {
            Method = "POST",
            Url = "https://crm.example.com/oauth2/onetime/authorize?brokerName=example_main&crmApiToken={crmApiToken 1}",
            RequestHeaders = [KeyValuePair.Create("Content-Type", "application/json")],
            RequestBody = """{"code":"{OT token 1}"}""",
            Status = status,
            AnswerHeaders = [KeyValuePair.Create("Content-Type", "application/json"), KeyValuePair.Create("Cache-Control", "no-store")],
            AnswerBody = body,
            StartedAt = StartedAt,
            Duration = TimeSpan.FromMilliseconds(31),
        },
    };
}
