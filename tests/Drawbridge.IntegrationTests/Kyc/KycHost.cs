using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Storage;
using Drawbridge.Tests.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Kyc;

/// <summary>The broker's side with verifications, and the platform's side of this repository behind it.</summary>
public abstract class KycHost(PlatformServer platform) : BrokerHost
{
    private static readonly WebhookSecret Secret = WebhookSecret.New();

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>What the broker's CRMs are told.</summary>
    public WebhookReceiver Webhooks { get; } = new();

    /// <summary>The provider that verifies on a page of its own.</summary>
    public FakeKycProvider Provider { get; } = new();

    public PlatformServer Platform => platform;

    /// <summary>A CRM whose brokers verify.</summary>
    public async Task<TestCrm> NewKycAsync(int brokers = 1, Func<BrokerSettings, BrokerSettings>? change = null)
    {
        var crm = await NewCrmAsync(brokers, change: settings => (change ?? (static same => same))(settings with
        {
            Platform = new(platform.Https, PlatformServer.ManagerLogin),
            Accounts = [new() { AccessRights = "NO_TRADING" }],
            Kyc = new() { Levels = [Identity, Hosted] },
        }));
        await ApplyAsync(crm.Configuration with
        {
            Webhook = new() { Url = Webhooks.Url, Secret = Secret.Reveal() },
            KycProviders = [new() { Name = "idcheck", PageUrl = new("https://idcheck.example.test/start"), StatusUrl = new("https://idcheck.example.test/status"), Secret = Provider.Secret.Reveal() }],
        });
        return crm;
    }

    internal static KycLevel Identity { get; } = new()
    {
        Id = "identity",
        Title = Text("Prove who you are"),
        AccessRights = "FULL_ACCESS",
        ValidDays = 2,
        AccessRightsAfterExpiry = "CLOSE_ONLY",
        SubmittedEventName = "kyc_sent",
        ReviewEventName = "kyc_review",
        Steps =
        [
            new() { Id = "person", Kind = KycStepKind.Personal, Personal = [KycPersonalField.FirstName, KycPersonalField.LastName, KycPersonalField.BirthDate], EventName = "kyc_person" },
            new()
            {
                Id = "experience", Kind = KycStepKind.Questionnaire, EventName = "kyc_experience",
                Questions = [new ActionField { Name = "years", Label = Text("Years of trading"), Kind = ActionFieldKind.Number }],
            },
            new()
            {
                Id = "document", Kind = KycStepKind.Documents, EventName = "kyc_document", MaximumMegabytes = 1,
                Documents = [new() { Id = "passport", Label = Text("Passport") }, new() { Id = "card", Label = Text("Identity card"), Sides = 2 }],
            },
            new() { Id = "selfie", Kind = KycStepKind.Selfie },
        ],
    };

    internal static KycLevel Hosted { get; } = new() { Id = "hosted", Title = Text("Checked elsewhere"), Provider = "idcheck", AccessRights = "FULL_ACCESS" };

    /// <summary>A trader with an account that the platform knows, without trading.</summary>
    public async Task<KycTrader> NewTraderAsync(TestCrm crm, int broker = 0)
    {
        var trader = new KycTrader(this, crm, await crm.NewUserAsync(broker), broker);
        await trader.AddAccountAsync();
        return trader;
    }

    public async Task<string?> RightsAsync(long login) =>
        (string?)(await platform.Api.GetAsync($"{Drawbridge.Protocol.Platform.PlatformPaths.Traders}/{login}")).Json["accessRights"];

    /// <summary>A call of the management API.</summary>
    public async Task<Answer> AskAsync(TestCrm crm, HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/kyc/cases" + path);
        request.Headers.Authorization = new("Bearer", key ?? crm.Configuration.ManagementKey);
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body));
        var response = await Http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public Task<Answer> DecideAsync(TestCrm crm, string reference, string what, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        body["submissionKey"] ??= Guid.NewGuid().ToString("N");
        return AskAsync(crm, HttpMethod.Post, $"/{reference}/{what}", body);
    }

    /// <summary>
    /// The next event that the CRM was told, which must be of that type. One that was told before may come again when the clock is moved in the
    /// middle of telling it.
    /// </summary>
    public async Task<JsonNode> ToldAsync(TestCrm crm, string type)
    {
        ToldEvent told;
        do
        {
            told = await Webhooks.NextAsync(crm.Configuration.Name);
        }
        while (!_told.TryAdd(told.Id, true));

        var body = JsonNode.Parse(told.Body)!;
        ((string?)body["type"]).ShouldBe(type);
        return body["data"]!;
    }

    /// <summary>Lets time pass until a verification is where it should be: whoever was just about to wait for that moment wakes with the next tick.</summary>
    public async Task PassAsync(TestCrm crm, string reference, TimeSpan time, Func<JsonNode, bool> there)
    {
        Time.Advance(time);
        await UntilAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return there((await AskAsync(crm, HttpMethod.Get, $"/{reference}")).Json["case"]!);
        });
    }

    internal static Dictionary<string, string> Text(string text) => new(StringComparer.Ordinal) { ["en"] = text };

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Services.Configure<PlatformClientOptions>(options => options.AuthorityFile = platform.Authority.File);
        builder.Services.AddHttpClient(WebhookDelivery.Client).ConfigurePrimaryHttpMessageHandler(() => Webhooks);
        builder.Services.AddHttpClient(HostedKycProvider.Client).ConfigurePrimaryHttpMessageHandler(() => Provider);
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteKycHost(PlatformServer platform) : KycHost(platform)
{
    protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresKycHost(PlatformServer platform, PostgresCluster cluster) : KycHost(platform)
{
    protected override async Task<DatabaseOptions> CreateDatabaseAsync() => DatabaseOptions.ForPostgres(await cluster.CreateDatabaseAsync());
}

/// <summary>A trader whose application opens the verification.</summary>
public sealed class KycTrader(KycHost host, TestCrm crm, long userId, int broker)
{
    public static readonly (string, string?)[] Person = [("answer-firstName", "Ann"), ("answer-lastName", "Example"), ("answer-birthDate", "1990-02-28")];

    public long UserId => userId;

    public List<long> Accounts { get; } = [];

    public async Task<long> AddAccountAsync()
    {
        var body = PlatformApi.Trader();
        body["accessRights"] = "NO_TRADING";
        var login = (long)(await host.Platform.Api.PostAsync(Drawbridge.Protocol.Platform.PlatformPaths.Traders, body)).Json["login"]!;
        await host.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into accounts (broker_id, user_id, trader_login, environment_name, deposit_currency, created_at)
                select broker_id, id, @login, 'live', 'EUR', @now from users where broker_id = @brokerId and ctrader_user_id = @userId
                """,
                new { brokerId = crm.Broker(broker).Id, userId, login, now = host.Time.GetUtcNow() }),
            CancellationToken.None);
        Accounts.Add(login);
        return login;
    }

    /// <summary>Opens a screen as the application does.</summary>
    public async Task<Page> OpenAsync(Browser browser, string screen = "kyc", string more = "")
    {
        var issued = await host.Services.GetRequiredService<OneTimeTokenService>().IssueAsync(
            crm.Broker(broker), userId, OneTimeTokenPurpose.InApp, keepLoggedIn: true, CancellationToken.None);
        var page = await browser.GetAsync($"/inapp/{screen}?{crm.Names(broker)}{more}&token={issued!.Token.Reveal()}");
        return (int)page.Status == 303 ? await browser.FollowAsync(page) : page;
    }

    /// <summary>Fills everything in and sends it off, in a browser without cookies; returns the reference.</summary>
    public async Task<string> SubmitAsync()
    {
        using var browser = new Browser(host, keepsCookies: false);
        var page = await FillInAsync(browser, await OpenAsync(browser));
        page = await browser.SubmitAsync(page, "kyc-next");
        page = (await browser.SubmitAsync(page.ShouldShow("kyc-review"), "kyc-submit")).ShouldShow("kyc-submitted");
        return page.Element("kyc-reference").TextContent;
    }

    /// <summary>Sends off what is filled in already.</summary>
    public async Task ResubmitAsync(Browser browser)
    {
        var page = await browser.SubmitAsync(await OpenAsync(browser), "kyc-next");
        (await browser.SubmitAsync(page.ShouldShow("kyc-review"), "kyc-submit")).ShouldShow("kyc-submitted");
    }

    /// <summary>From the list of steps to the list with all of them done.</summary>
    public static async Task<Page> FillInAsync(Browser browser, Page overview)
    {
        var page = await browser.SubmitAsync(overview, "kyc-next");
        page = await browser.SubmitAsync(page.ShouldShow("kyc-form-person"), "kyc-save", Person);
        page = await browser.SubmitAsync((await browser.SubmitAsync(page, "kyc-next")).ShouldShow("kyc-form-experience"), "kyc-save", ("answer-years", "3"));
        page = await browser.SubmitAsync((await browser.SubmitAsync(page, "kyc-next")).ShouldShow("kyc-form-document"), "kyc-choose", ("document", "card"));
        page = await browser.UploadAsync(
            page, "kyc-save", ("file-front", "front.jpg", "image/jpeg", Jpeg()), ("file-back", "back.png", "image/png", new ByteArrayContent(SampleFiles.Png())));
        page = await browser.SubmitAsync(page, "kyc-next");
        return await browser.UploadAsync(page.ShouldShow("kyc-form-selfie"), "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", Jpeg()));
    }

    public static ByteArrayContent Jpeg() => new(SampleFiles.Jpeg());
}

/// <summary>The provider's side: answers what a test wants when it is asked.</summary>
public sealed class FakeKycProvider : HttpMessageHandler
{
    public WebhookSecret Secret { get; } = WebhookSecret.New();

    /// <summary>What it says of a reference when it is asked; nothing for an unknown one.</summary>
    public Dictionary<string, string> Verdicts { get; } = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        string Header(string name) => request.Headers.GetValues(name).Single();
        Secret.Verify(
            Header("webhook-id"), Header("webhook-timestamp"), Header("webhook-signature"), body,
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(Header("webhook-timestamp"), System.Globalization.CultureInfo.InvariantCulture))).ShouldBeTrue();
        var reference = (string)JsonNode.Parse(body)!["reference"]!;
        return Verdicts.TryGetValue(reference, out var verdict)
            ? new(System.Net.HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(new { reference, status = verdict })) }
            : new(System.Net.HttpStatusCode.ServiceUnavailable);
    }
}
