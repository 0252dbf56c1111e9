using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Payments.Proof;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Protocol.Webhooks;
using Npgsql;

namespace Drawbridge.IntegrationTests.Whole;

/// <summary>
/// Everything secret of a deposit is looked for wherever it must not be: keys and secrets of providers and webhooks, the handle of the in-app
/// session, and a card number that somebody writes where none belongs. In what both sides print at the most talkative level, in dumps of their
/// databases, and in what the broker answers (P2B-OT-7, P2B-0-16, ERR-3).
/// </summary>
public sealed class PaymentCanaryTests
{
    private const string Password = "canary-password-that-is-long-enough-8264";
    private const string Card = "4539 1488 0343 6467";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly List<(string What, string Value)> _secrets = [];
    private readonly List<string> _answers = [];
    private readonly string _managementKey = ManagementKey.New().Reveal();
    private readonly WebhookSecret _webhook = WebhookSecret.New();

    [Fact]
    public async Task No_secret_of_a_payment_is_found_in_output_dumps_or_answers()
    {
        var plan = new ProofPlan(1);
        var method = Enumerable.Range(0, 1000).Select(static i => "m" + i.ToString(CultureInfo.InvariantCulture))
            .First(id => plan.FateOf(id) == ProofFate.Paid && plan.FaultOf($"/create {id} 1") == ProofFault.None);
        await using var world = await ProofWorld.StartAsync(plan, TimeSpan.FromSeconds(1), new(
            _managementKey,
            new { Url = "https://localhost:1/webhooks", Secret = _webhook.Reveal() },
            method,
            new { LogLevel = new { Default = "Trace" } }));
        await LiveThroughAsync(world);
        var dumps = await PostgresServer.DumpAsync(world.BrokerDatabase) + await PostgresServer.DumpAsync(world.PlatformDatabase);
        var output = await world.EndAsync();

        // The search finds what is there: our own names are.
        dumps.ShouldContain(ProofWorld.Broker);
        dumps.ShouldContain("canary@example.com");
        output.Length.ShouldBeGreaterThan(1000);
        _secrets.Count.ShouldBeGreaterThan(14);
        foreach (var (what, value) in _secrets)
        {
            dumps.Contains(value, StringComparison.Ordinal).ShouldBeFalse($"a dump holds {what}");
            output.Contains(value, StringComparison.Ordinal).ShouldBeFalse($"the output holds {what}");
            _answers.ShouldAllBe(answer => !answer.Contains(value, StringComparison.Ordinal), $"an answer holds {what}");
        }
    }

    private void Keep(string what, string? value)
    {
        value.ShouldNotBeNullOrEmpty(what);
        _secrets.Add((what, value!));
    }

    private async Task LiveThroughAsync(ProofWorld world)
    {
        Keep("the CRM's password", world.CrmPassword);
        Keep("the manager's password", ProofWorld.ManagerPassword);
        Keep("the MD5 of it", PasswordHashMd5.Of(ProofWorld.ManagerPassword).Reveal());
        Keep("the management key", _managementKey);
        Keep("the secret of the CRM's webhook", _webhook.Reveal());
        Keep("the same without its prefix", _webhook.Reveal()["whsec_".Length..]);
        Keep("the same in hex", Convert.ToHexStringLower(Convert.FromBase64String(_webhook.Reveal()["whsec_".Length..])));
        Keep("the provider's key", ProofProvider.ApiKey);
        Keep("the provider's secret", world.Provider.Secret.Reveal());
        Keep("the same without its prefix", world.Provider.Secret.Reveal()["whsec_".Length..]);
        Keep("the user's password", Password);

        using var walker = new ScreenWalker(world.BrokerUrl, TrustingHandler.New(world.AuthorityFile));
        Keep("an OT token", HttpUtility.ParseQueryString((await walker.SignUpAsync(ProofWorld.Names, "canary@example.com", Password, keep: true)).Query)["token"]);
        await DepositAsync(world, walker);
        foreach (var cookie in walker.Cookies.GetAllCookies().Where(static cookie => cookie.Name != "__Host-form")) // every form has its key
        {
            Keep($"the cookie {cookie.Name}", cookie.Value);
        }

        await AskWronglyAsync(world);
    }

    private async Task DepositAsync(ProofWorld world, ScreenWalker walker)
    {
        using var http = TrustingHandler.NewClient(world.AuthorityFile, world.BrokerUrl.ToString());
        var token = (await PostAsync(http, $"{CrmPaths.CrmApiToken}?{ProofWorld.Names}", new { password = world.CrmPassword }))["crmApiToken"]!.GetValue<string>();
        Keep("a crmApiToken", token);
        var userId = await ReadAsync<long>(world.PlatformDatabase, "select user_id from platform_user");
        var inApp = (await PostAsync(http, $"{CrmPaths.GenerateOneTime}?{ProofWorld.Names}&crmApiToken={token}", new { userId }))["token"]!.GetValue<string>();
        Keep("an in-app OT token", inApp);

        await walker.OpenAsync($"/inapp/deposit?{ProofWorld.Names}&token={inApp}");
        Keep("the sealed session in a form", walker.Page!.QuerySelector("input[name=session]")!.GetAttribute("value"));
        await walker.SubmitAsync(("amount", Card));
        walker.Page!.QuerySelector("[data-testid=amount-error]").ShouldNotBeNull();
        _answers.Add(walker.Page.DocumentElement.OuterHtml.Replace(walker.Page.QuerySelector("input[name=session]")!.GetAttribute("value")!, "", StringComparison.Ordinal));
        Keep("a card number", Card);
        Keep("its digits", Card.Replace(" ", "", StringComparison.Ordinal));
        await walker.SubmitAsync(("amount", "25"));
        walker.Left.ShouldNotBeNull().ToString().ShouldStartWith(world.Provider.Url);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var deadline = new CancellationTokenSource(TwoSides.Deadline);
        while (await ReadAsync<int>(world.BrokerDatabase, "select state from payments") != (int)PaymentState.Credited)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    /// <summary>What goes wrong is answered and logged, too.</summary>
    private async Task AskWronglyAsync(ProofWorld world)
    {
        using var http = TrustingHandler.NewClient(world.AuthorityFile, world.BrokerUrl.ToString());
        var body = Encoding.UTF8.GetBytes($$"""{"reference":"D-X","status":"succeeded","amount":"{{Card}}","currency":"EUR"}""");
        foreach (var secret in new[] { world.Provider.Secret, WebhookSecret.New() })
        {
            var now = TimeProvider.System.GetUtcNow();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/notifications/" + ProofProvider.Name) { Content = new ByteArrayContent(body) };
            var signature = secret.Sign("n1", now, body);
            request.Headers.Add("webhook-id", "n1");
            request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", signature);
            Keep("a signature", signature);
            using var answer = await http.SendAsync(request, None);
            answer.IsSuccessStatusCode.ShouldBeFalse();
            _answers.Add(await answer.Content.ReadAsStringAsync(None));
        }

        using var managed = new HttpRequestMessage(HttpMethod.Get, "/api/v1/payments?limit=0");
        managed.Headers.Authorization = new("Bearer", _managementKey);
        using var refused = await http.SendAsync(managed, None);
        _answers.Add(await refused.Content.ReadAsStringAsync(None));
    }

    private static async Task<JsonObject> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body, None);
        answer.IsSuccessStatusCode.ShouldBeTrue(path.Split('?')[0]);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(None))!.AsObject();
    }

    private static async Task<T> ReadAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
