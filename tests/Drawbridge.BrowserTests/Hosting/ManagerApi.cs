using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drawbridge.Cli.Up;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>The calls of section 3 that a test sends in the place of a CRM.</summary>
internal sealed class ManagerApi(HttpClient http, string platformUrl, string password)
{
    public const string AccountPassword = "an account's own password";

    /// <summary>Call 3.2.</summary>
    public async Task<long> NewUserAsync(string email, string crm) =>
        (long)(await SendAsync(HttpMethod.Post, PlatformPaths.CreateUser, new() { ["brokerCrmName"] = crm, ["email"] = email }))!["userId"]!;

    /// <summary>Calls 3.3 and 3.4: the number of a further account.</summary>
    public async Task<long> NewAccountAsync(long userId, string broker = DemoNames.TradingTech)
    {
        var hash = PasswordHashMd5.Of(AccountPassword).Reveal();
        var trader = await SendAsync(HttpMethod.Post, PlatformPaths.Traders, new()
        {
            ["accessRights"] = "FULL_ACCESS", ["accountType"] = "HEDGED", ["balance"] = 0, ["brokerName"] = broker, ["depositCurrency"] = "USD",
            ["groupName"] = "Default", ["hashedPassword"] = hash, ["leverageInCents"] = 10000, ["totalMarginCalculationType"] = "MAX",
        });
        var login = (long)trader!["login"]!;
        await SendAsync(HttpMethod.Post, PlatformPaths.Link, new()
        {
            ["environmentName"] = "demo", ["brokerName"] = broker, ["traderLogin"] = login, ["traderPasswordHash"] = hash, ["userId"] = userId,
        });
        return login;
    }

    /// <summary>Call 3.5.</summary>
    public Task DepositAsync(long login, decimal amount) => SendAsync(
        HttpMethod.Post,
        $"{PlatformPaths.Traders}/{login.ToString(CultureInfo.InvariantCulture)}/changebalance",
        new() { ["login"] = login, ["preciseAmount"] = amount, ["type"] = BalanceChangeType.Deposit });

    /// <summary>What is on an account (WebServices 4.2).</summary>
    public async Task<long> BalanceAsync(long login) =>
        (long)(await SendAsync(HttpMethod.Get, $"{PlatformPaths.Traders}/{login.ToString(CultureInfo.InvariantCulture)}", body: null))!["balance"]!;

    /// <summary>Call 3.9.</summary>
    public Task SetRibbonsAsync(long userId, params JsonObject[] ribbons) => SendAsync(
        HttpMethod.Put,
        PlatformPaths.InAppControls,
        new() { ["brokerCrmName"] = DemoNames.TradingTechCrm, ["userId"] = userId, ["rules"] = new JsonObject { ["ribbons"] = new JsonArray([.. ribbons]) } });

    /// <summary>The redeem call, as a CRM under handoff sends it.</summary>
    public async Task<JsonNode> RedeemAsync(string token) =>
        (await SendAsync(HttpMethod.Post, PlatformPaths.Redeem, new() { ["token"] = token }))!;

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        var login = await SendAsync(
            HttpMethod.Post, new Uri(platformUrl + PlatformPaths.ManagerToken), new() { ["login"] = DemoNames.ManagerLogin, ["hashedPassword"] = PasswordHashMd5.Of(password).Reveal() });
        return await SendAsync(method, new Uri($"{platformUrl}{path}?token={login!["webservToken"]}"), body);
    }

    /// <summary>Call 3.3 with nothing in it, which the platform refuses.</summary>
    public async Task SendEmptyTraderAsync(string broker = DemoNames.TradingTech)
    {
        using var response = await http.PostAsJsonAsync(new Uri($"{platformUrl}{PlatformPaths.Traders}?token=nobody"), new JsonObject { ["brokerName"] = broker }, TestContext.Current.CancellationToken);
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, Uri address, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
