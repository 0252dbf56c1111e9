using Drawbridge.IntegrationTests.CrmLogin;

namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>
/// Every endpoint of the broker's side: how its callers show who they are, and which of a broker's things they name. A new one takes a line: the
/// method and route as mapped, and where it is not obvious the address with <c>{things}</c> of <see cref="Tenant.Things"/>.
/// </summary>
internal static partial class EndpointTable
{
    public static IReadOnlyList<Guarded> All { get; } =
    [
        .. Platform, .. Screens, .. ClientArea, .. InApp, .. Console, .. Management,
        Open("GET /", "leads to the client area"),
        Open("GET /health/live", "says that the process answers"),
        Open("GET /health/ready", "says that the database answers"),
        Open("GET /assets/{name}", "our own styles and scripts, the same for everybody"),
        Open("GET /assets/accent-{color}.css", "a colour, given in the address"),
        Open("GET /assets/brand/{name}", "images that brokers show to everybody, under names that nobody can guess before"),
        Open("GET /embed/v1.js", "our own script, the same for everybody"),
        Open("GET /embed/v1.{hash}.js", "our own script, the same for everybody"),
        Open("GET /r/{slug}", "links that partners give to everybody; each leads to its own broker, which PartnerLinkTests try"),
        Open("HEAD /r/{slug}", "the same without counting"),
        Open("GET /mailbox", "mails of development; there is none unless the installation's own options ask for it"),
        Open("GET /api/v1/openapi.json", "the description of the management API"),
        Open("ANY /oauth2/{**rest}", "says that there is nothing"),
        Open("ANY /api/{**rest}", "says that there is nothing"),
        Open("ANY {**path}", "says that there is nothing"),
        Open("GET /auth/crm/{broker}/callback", $"each broker has its own address: {nameof(CrmLoginAttackTests)}"),
        Open("POST /auth/crm/{broker}/callback", $"each broker has its own address: {nameof(CrmLoginAttackTests)}"),
        new("POST /invite/attribution", Door.Invite) { Body = """{"invitedUserId":4711,"partnerUserId":4712,"brokerName":"{brokerName}"}""", Stranger = ["401 CH_CLIENT_AUTH_FAILURE"], Owner = ["200"] },
        new("POST /invite/new-user", Door.Invite) { Body = """{"userId":4713,"email":"new@example.com","brokerName":"{brokerName}"}""", Stranger = ["401 CH_CLIENT_AUTH_FAILURE"], Owner = ["200"] },
        Provider("POST /api/payments/notifications/{provider}", "/api/payments/notifications/acme", """{"reference":"{hosted}","status":"pending"}""", "401 CH_CLIENT_AUTH_FAILURE"),
        Provider("POST /api/kyc/notifications/{crmName}/{provider}", "/api/kyc/notifications/{brokerCrmName}/idcheck", """{"reference":"{hostedCase}-1","status":"pending"}""", "401 CH_CLIENT_AUTH_FAILURE", "404 NOT_FOUND"),
    ];

    private static IEnumerable<Guarded> Platform =>
    [
        new("POST /oauth2/crmApiToken", Door.Platform) { Body = """{"password":"{password}"}""", Stranger = ["403 CH_CLIENT_AUTH_FAILURE"], Owner = ["200"] },
        new("POST /oauth2/onetime/authorize", Door.Platform) { Body = """{"code":"{onetime}"}""", Stranger = ["403 BROKER_ID_MISMATCH"], Owner = ["200"] },
        new("POST /oauth2/onetime/generate", Door.Platform)
        {
            Target = "/oauth2/onetime/generate?inappToken={inappToken}", Body = """{"userId":{userId}}""", Owner = ["200"],
            Stranger = ["403 BROKER_ID_MISMATCH", "403 CH_CLIENT_AUTH_FAILURE", "404 USER_NOT_FOUND"],
        },
        new("POST /oauth2/authorize", Door.Platform) { Body = """{"accessToken":"{accessToken}"}""", Stranger = ["403 BROKER_ID_MISMATCH"], Owner = ["200"] },
        new("POST /oauth2/logout", Door.Platform)
        {
            Target = "/oauth2/logout?userId={userId}&accessToken={accessToken}", Owner = ["204"],
            Stranger = ["403 BROKER_ID_MISMATCH", "404 USER_NOT_FOUND", "404 ACCESS_TOKEN_NOT_FOUND"],
        },
    ];

    private static IEnumerable<Guarded> Management =>
    [
        Api("GET /api/v1/traders/", "/api/v1/traders?search={email}") with { Stranger = ["200"], Owner = ["200"] },
        Api("GET /api/v1/traders/{id:long}", "/api/v1/traders/{user}"),
        Api("DELETE /api/v1/traders/{id:long}/sessions/{session}", "/api/v1/traders/{user}/sessions/{device}"),
        Api("DELETE /api/v1/traders/{id:long}/sessions", "/api/v1/traders/{user}/sessions"),
        Api("POST /api/v1/traders/{id:long}/reset-second-factor", "/api/v1/traders/{user}/reset-second-factor", """{"reason":"lost"}"""),
        Api("POST /api/v1/traders/{id:long}/block", "/api/v1/traders/{user}/block", """{"reason":"fraud"}"""),
        Api("POST /api/v1/traders/{id:long}/unblock", "/api/v1/traders/{user}/unblock", """{"reason":"mistake"}"""),
        Api("PUT /api/v1/traders/{id:long}/country/", "/api/v1/traders/{user}/country", """{"country":"DE"}"""),
        Api("DELETE /api/v1/traders/{id:long}/country/", "/api/v1/traders/{user}/country"),
        Api("GET /api/v1/traders/{id:long}/tags/", "/api/v1/traders/{user}/tags"),
        Api("PUT /api/v1/traders/{id:long}/tags/{tag}", "/api/v1/traders/{user}/tags/vip"),
        Api("DELETE /api/v1/traders/{id:long}/tags/{tag}", "/api/v1/traders/{user}/tags/vip"),
        Api("GET /api/v1/ribbons/campaigns/", "/api/v1/ribbons/campaigns?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("POST /api/v1/ribbons/campaigns/", "/api/v1/ribbons/campaigns", OneCampaign) with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["201"] },
        Api("GET /api/v1/ribbons/campaigns/{id:long}", "/api/v1/ribbons/campaigns/{campaign}"),
        Api("PUT /api/v1/ribbons/campaigns/{id:long}", "/api/v1/ribbons/campaigns/{campaign}", OneCampaign) with { Stranger = ["401 BROKER_ID_INVALID", "404"] },
        Api("POST /api/v1/ribbons/campaigns/{id:long}/submit", "/api/v1/ribbons/campaigns/{campaign}/submit", """{"by":"ann"}"""),
        Api("POST /api/v1/ribbons/campaigns/{id:long}/reject", "/api/v1/ribbons/campaigns/{campaign}/reject", """{"by":"bob"}"""),
        Api("POST /api/v1/ribbons/campaigns/{id:long}/approve", "/api/v1/ribbons/campaigns/{campaign}/approve", """{"by":"bob"}"""),
        Api("POST /api/v1/ribbons/campaigns/{id:long}/pause", "/api/v1/ribbons/campaigns/{campaign}/pause", """{"by":"bob"}"""),
        Api("POST /api/v1/ribbons/campaigns/{id:long}/resume", "/api/v1/ribbons/campaigns/{campaign}/resume", """{"by":"bob"}"""),
        Api("POST /api/v1/ribbons/campaigns/{id:long}/end", "/api/v1/ribbons/campaigns/{campaign}/end", """{"by":"bob"}"""),
        Api("POST /api/v1/ribbons/preview", "/api/v1/ribbons/preview", OneCampaign) with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["200"] },
        Api("GET /api/v1/ribbons/comparison", "/api/v1/ribbons/comparison?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["200"] },
        Api("POST /api/v1/ribbons/clear", "/api/v1/ribbons/clear", """{"brokerName":"{brokerName}","by":"bob","reason":"mistake"}""") with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["200"] },
        Api("GET /api/v1/ribbons/traders/{id:long}", "/api/v1/ribbons/traders/{user}"),
        Api("POST /api/v1/ribbons/traders/{id:long}/resend", "/api/v1/ribbons/traders/{user}/resend") with { Owner = ["404 NOT_FOUND", "204"] },
        Api("POST /api/v1/onetime-tokens", "/api/v1/onetime-tokens", """{"brokerName":"{brokerName}","email":"{email}"}""") with
        {
            Stranger = ["401 BROKER_ID_INVALID", "404 USER_NOT_FOUND"], Owner = ["201"],
        },
        Api("POST /api/v1/users/import", "/api/v1/users/import?brokerName={brokerName}", """{"id":"c1","email":"imported@example.com"}""") with
        {
            Type = "application/x-ndjson", Stranger = ["401 BROKER_ID_INVALID"], Owner = ["200"],
        },
        Api("GET /api/v1/configuration/", "/api/v1/configuration"),
        Api("PUT /api/v1/configuration/", "/api/v1/configuration", WholeCrm) with { Stranger = ["403 BROKER_ID_MISMATCH", "422"], Owner = ["422"] },
        Api("POST /api/v1/configuration/diff", "/api/v1/configuration/diff", WholeCrm) with { Stranger = ["403 BROKER_ID_MISMATCH", "422"], Owner = ["422"] },
        Api("GET /api/v1/configuration/brokers", "/api/v1/configuration/brokers?search={brokerName}") with { Stranger = ["200"], Owner = ["200"] },
        Api("GET /api/v1/configuration/brokers/{brokerName}", "/api/v1/configuration/brokers/{brokerName}"),
        Api("PUT /api/v1/configuration/brokers/{brokerName}", "/api/v1/configuration/brokers/{brokerName}?dryRun=true", OneBroker) with { Stranger = ["422"], Owner = ["200"] },
        Api("GET /api/v1/configuration/versions", "/api/v1/configuration/versions") with { Owner = ["200"] },
        Api("GET /api/v1/configuration/versions/{version:long}", "/api/v1/configuration/versions/987654321") with { Owner = ["404"] },
        Api("POST /api/v1/configuration/versions/{version:long}/apply", "/api/v1/configuration/versions/987654321/apply") with { Owner = ["404"] },
        Api("GET /api/v1/traders/{id:long}/attribution", "/api/v1/traders/{user}/attribution"),
        Api("PUT /api/v1/traders/{id:long}/attribution", "/api/v1/traders/{user}/attribution", """{"partner":{partner},"reason":"known"}"""),
        Api("GET /api/v1/partners/", "/api/v1/partners?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("POST /api/v1/partners/", "/api/v1/partners", """{"brokerName":"{brokerName}","traderId":{user}}""") with { Stranger = ["401 BROKER_ID_INVALID", "404"], Owner = ["409"] },
        Api("GET /api/v1/partners/{id:long}", "/api/v1/partners/{partner}"),
        Api("GET /api/v1/partners/{id:long}/report", "/api/v1/partners/{partner}/report"),
        Api("GET /api/v1/partners/{id:long}/report.csv", "/api/v1/partners/{partner}/report.csv"),
        Api("GET /api/v1/partners/report", "/api/v1/partners/report?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["200"] },
        Api("GET /api/v1/partners/report.csv", "/api/v1/partners/report.csv?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["200"] },
        Api("POST /api/v1/partners/{id:long}/rename", "/api/v1/partners/{partner}/rename", """{"name":"New name","reason":"married"}"""),
        Api("GET /api/v1/partners/{id:long}/traders", "/api/v1/partners/{partner}/traders"),
        Api("POST /api/v1/partners/{id:long}/move", "/api/v1/partners/{partner}/move", """{"reason":"asked"}"""),
        Api("POST /api/v1/partners/{id:long}/approve", "/api/v1/partners/{partner}/approve", """{"reason":"known"}""") with { Owner = ["409"] },
        Api("POST /api/v1/partners/{id:long}/reject", "/api/v1/partners/{partner}/reject", """{"reason":"unknown"}""") with { Owner = ["409"] },
        Api("POST /api/v1/partners/{id:long}/suspend", "/api/v1/partners/{partner}/suspend", """{"reason":"fraud"}"""),
        Api("POST /api/v1/partners/{id:long}/resume", "/api/v1/partners/{partner}/resume", """{"reason":"settled"}"""),
        Api("GET /api/v1/partners/{id:long}/transfers/", "/api/v1/partners/{partner}/transfers"),
        Api("POST /api/v1/partners/{id:long}/transfers/", "/api/v1/partners/{partner}/transfers", """{"to":{partner},"reason":"gone"}""") with { Owner = ["409"] },
        Api("GET /api/v1/partners/{id:long}/transfers/{transferId:long}", "/api/v1/partners/{partner}/transfers/{transfer}"),
        Api("GET /api/v1/partners/{id:long}/links", "/api/v1/partners/{partner}/links"),
        Api("POST /api/v1/partners/{id:long}/links", "/api/v1/partners/{partner}/links", """{"name":"May"}"""),
        Api("POST /api/v1/partners/{id:long}/links/{link:long}/archive", "/api/v1/partners/{partner}/links/{link}/archive"),
        Api("GET /api/v1/partners/{id:long}/links/{link:long}/qr.svg", "/api/v1/partners/{partner}/links/{link}/qr.svg"),
        Api("GET /api/v1/partners/{id:long}/codes", "/api/v1/partners/{partner}/codes"),
        Api("POST /api/v1/partners/{id:long}/codes", "/api/v1/partners/{partner}/codes", "{}"),
        Api("POST /api/v1/partners/{id:long}/codes/{code:long}/archive", "/api/v1/partners/{partner}/codes/{code}/archive"),
        Api("GET /api/v1/partner-plans/", "/api/v1/partner-plans?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("POST /api/v1/partner-plans/", "/api/v1/partner-plans", """{"brokerName":"{brokerName}","name":"Isolation","terms":{"currency":"EUR","perLot":{"amount":1}}}""") with
        {
            Stranger = ["401 BROKER_ID_INVALID"], Owner = ["201", "409"],
        },
        Api("POST /api/v1/partner-plans/preview", "/api/v1/partner-plans/preview", """{"terms":{"currency":"EUR","perLot":{"amount":1}}}""") with { Stranger = ["200"] },
        Api("PUT /api/v1/partner-plans/default", "/api/v1/partner-plans/default", """{"brokerName":"{brokerName}","reason":"known"}""") with { Stranger = ["401 BROKER_ID_INVALID"], Owner = ["204"] },
        Api("GET /api/v1/partner-plans/{id:long}", "/api/v1/partner-plans/{partnerPlan}"),
        Api("POST /api/v1/partner-plans/{id:long}/versions", "/api/v1/partner-plans/{partnerPlan}/versions", """{"terms":{"currency":"EUR","perLot":{"amount":2}}}"""),
        Api("POST /api/v1/partner-plans/{id:long}/archive", "/api/v1/partner-plans/{partnerPlan}/archive", """{"reason":"old"}"""),
        Api("PUT /api/v1/partners/{id:long}/plan", "/api/v1/partners/{partner}/plan", """{"reason":"known"}""") with { Owner = ["204"] },
        Api("GET /api/v1/partners/{id:long}/rewards", "/api/v1/partners/{partner}/rewards"),
        Api("POST /api/v1/partner-rewards/{id:long}/reverse", "/api/v1/partner-rewards/{partnerReward}/reverse", """{"reason":"wrong"}"""),
        Api("GET /api/v1/partner-runs/", "/api/v1/partner-runs?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("POST /api/v1/partner-runs/", "/api/v1/partner-runs", """{"brokerName":"{brokerName}","from":"2020-01-01T00:00:00Z","until":"2020-02-01T00:00:00Z"}""") with
        {
            Stranger = ["401 BROKER_ID_INVALID"], Owner = ["202"],
        },
        Api("GET /api/v1/partner-runs/{id:long}", "/api/v1/partner-runs/{partnerRun}"),
        Api("GET /api/v1/partner-statements/", "/api/v1/partner-statements?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("GET /api/v1/partner-statements/{id:long}", "/api/v1/partner-statements/{partnerStatement}"),
        Api("GET /api/v1/partner-statements/{id:long}/lines", "/api/v1/partner-statements/{partnerStatement}/lines"),
        Api("POST /api/v1/partner-statements/{id:long}/hold", "/api/v1/partner-statements/{partnerStatement}/hold", """{"reason":"odd"}"""),
        Api("POST /api/v1/partner-statements/{id:long}/release", "/api/v1/partner-statements/{partnerStatement}/release", """{"reason":"fine"}"""),
        Api("POST /api/v1/partner-statements/{id:long}/approve", "/api/v1/partner-statements/{partnerStatement}/approve", """{"by":"ann"}"""),
        Api("POST /api/v1/partner-statements/{id:long}/pay", "/api/v1/partner-statements/{partnerStatement}/pay", """{"by":"ann"}""") with { Owner = ["200", "409"] },
        Api("GET /api/v1/partner-holds", "/api/v1/partner-holds?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("POST /api/v1/partner-holds/{id:long}/release", "/api/v1/partner-holds/{partnerHold}/release", """{"reason":"known"}"""),
        Api("GET /api/v1/funnel", "/api/v1/funnel?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("GET /api/v1/brand-images/", "/api/v1/brand-images"),
        Api("PUT /api/v1/brand-images/", "/api/v1/brand-images", $$"""{"brokerName":"{brokerName}","kind":"icon","image":"{{OnePixel}}"}""") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("DELETE /api/v1/brand-images/", "/api/v1/brand-images?brokerName={brokerName}&kind=icon") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("GET /api/v1/payments/", "/api/v1/payments?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("GET /api/v1/payments/{reference}", "/api/v1/payments/{withdrawal}"),
        Api("POST /api/v1/payments/{reference}/retry", "/api/v1/payments/{withdrawal}/retry"),
        Api("POST /api/v1/payments/{reference}/settle", "/api/v1/payments/{withdrawal}/settle", """{"happened":true}"""),
        Api("POST /api/v1/payments/{reference}/cancel", "/api/v1/payments/{hosted}/cancel"),
        Api("POST /api/v1/payments/{reference}/approve", "/api/v1/payments/{withdrawal}/approve"),
        Api("POST /api/v1/payments/{reference}/reject", "/api/v1/payments/{withdrawal}/reject"),
        Api("GET /api/v1/chat/conversations/", "/api/v1/chat/conversations?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("POST /api/v1/chat/conversations/", "/api/v1/chat/conversations", """{"brokerName":"{brokerName}","email":"{email}","text":"hello","submissionKey":"{key}"}""") with
        {
            Stranger = ["401 BROKER_ID_INVALID", "404"], Owner = ["201"],
        },
        Api("GET /api/v1/chat/conversations/{id:long}/messages", "/api/v1/chat/conversations/{conversation}/messages"),
        Api("POST /api/v1/chat/conversations/{id:long}/messages", "/api/v1/chat/conversations/{conversation}/messages", """{"text":"hello","submissionKey":"{key}"}"""),
        Api("POST /api/v1/chat/conversations/{id:long}/read", "/api/v1/chat/conversations/{conversation}/read", """{"upTo":1}"""),
        Api("POST /api/v1/chat/conversations/{id:long}/files", "/api/v1/chat/conversations/{conversation}/files?fileName=a.png&submissionKey={key}", "not a picture") with { Type = "image/png", Owner = ["4"] },
        Api("GET /api/v1/chat/conversations/{id:long}/messages/{number:long}/file", "/api/v1/chat/conversations/{conversation}/messages/{message}/file"),
        Api("DELETE /api/v1/chat/conversations/{id:long}/messages/{number:long}/file", "/api/v1/chat/conversations/{conversation}/messages/{message}/file"),
        Api("GET /api/v1/kyc/cases/", "/api/v1/kyc/cases?brokerName={brokerName}") with { Stranger = ["401 BROKER_ID_INVALID"] },
        Api("GET /api/v1/kyc/cases/{reference}", "/api/v1/kyc/cases/{case}"),
        Api("GET /api/v1/kyc/cases/{reference}/documents/{id:long}", "/api/v1/kyc/cases/{case}/documents/{document}?sender=Ann"),
        Api("POST /api/v1/kyc/cases/{reference}/notes", "/api/v1/kyc/cases/{case}/notes", """{"text":"note","submissionKey":"{key}"}"""),
        Api("POST /api/v1/kyc/cases/{reference}/begin-review", "/api/v1/kyc/cases/{case}/begin-review", """{"submissionKey":"{key}"}"""),
        Api("POST /api/v1/kyc/cases/{reference}/ask-again", "/api/v1/kyc/cases/{case}/ask-again", """{"submissionKey":"{key}","reason":"blurred"}"""),
        Api("POST /api/v1/kyc/cases/{reference}/approve", "/api/v1/kyc/cases/{case}/approve", """{"submissionKey":"{key}"}"""),
        Api("POST /api/v1/kyc/cases/{reference}/reject", "/api/v1/kyc/cases/{case}/reject", """{"submissionKey":"{key}","reason":"no"}"""),
        Api("POST /api/v1/kyc/cases/{reference}/ask-provider", "/api/v1/kyc/cases/{case}/ask-provider"),
    ];

    private const string OneBroker =
        """
        {"name":"{brokerName}","managerPassword":"another manager's password","settings":{"displayName":"Stolen","legalEntity":"Stolen Ltd","jurisdiction":"Nowhere",
        "successUrls":[{"url":"https://stolen.example.com/done"}],"platform":{"baseUrl":"https://stolen.example.com","managerLogin":1}}}
        """;

    private const string WholeCrm = """{"name":"{brokerCrmName}","password":"short","brokers":[]}""";

    private const string OneCampaign =
        """{"brokerName":"{brokerName}","by":"ann","name":"Campaign","titles":{"en":"Hello"},"color":"#1d4ed8","action":{"urlExternal":"https://broker.example.com/"}}""";

    private const string OnePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static Guarded Open(string route, string because) => new(route, Door.Open) { Because = because };

    private static Guarded Api(string route, string target, string? body = null) => new(route, Door.Management) { Target = target, Body = body };

    private static Guarded Provider(string route, string target, string body, params string[] stranger) =>
        new(route, Door.Provider) { Target = target, Body = body, Stranger = stranger, Owner = ["204"] };

    private static Guarded Screen(string route, string? target = null, string? form = null) => new(route, Door.Screen) { Target = target, Form = form };

    private static Guarded Flow(string route, string? form = null) => new(route, Door.Flow) { Form = form };

    private static Guarded Client(string route, string? form = null) => new(route, Door.Client) { Form = form };

    private static Guarded Action(string route, string? target = null, string? form = null) => new(route, Door.InApp) { Target = target, Form = form };

    private static Guarded Desk(string route, string? target = null, string? form = null) => new(route, Door.Staff) { Target = target, Form = form };

    private static Guarded Admin(string route, string? target = null, string? form = null) => new(route, Door.Administrator) { Target = target, Form = form };
}
