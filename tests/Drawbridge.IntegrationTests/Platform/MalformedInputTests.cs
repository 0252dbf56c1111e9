using System.Text;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform;

/// <summary>Thousands of broken bodies and queries against each endpoint: every answer is a refusal or a success, never a failure of ours.</summary>
public sealed class MalformedInputTests(PlatformServer server)
{
    private const int Bodies = 5_000;
    private const int AtOnce = 32;

    public static TheoryData<string, string, string> Endpoints => new()
    {
        { "POST", PlatformPaths.ManagerToken, """{"login":2309,"hashedPassword":"0f94e246908667af85916300c57f74b6"}""" },
        { "POST", PlatformPaths.CreateUser, """{"brokerCrmName":"tradingtech_crm","email":"a@example.test","firstName":"A","nickname":"n","preferredLanguage":"en"}""" },
        { "POST", PlatformPaths.Traders, """{"accessRights":"FULL_ACCESS","accountType":"HEDGED","balance":0,"brokerName":"tradingtech_main","depositCurrency":"EUR","groupName":"Nobody","hashedPassword":"0f94e246908667af85916300c57f74b6","leverageInCents":10000,"contactDetails":{"countryId":1},"swapFree":true}""" },
        { "POST", PlatformPaths.Link, """{"environmentName":"live","brokerName":"tradingtech_main","traderLogin":1,"traderPasswordHash":"0f94e246908667af85916300c57f74b6","userId":1,"returnAccountDetails":true}""" },
        { "PUT", PlatformPaths.ChangeEmail, """{"userId":1,"newEmail":"a@example.test","brokerCrmName":"tradingtech_crm"}""" },
        { "POST", PlatformPaths.Traders + "/1/changebalance", """{"login":1,"preciseAmount":1.5,"type":"DEPOSIT","comment":"c","externalId":"e","skipMarginCheck":true}""" },
        { "POST", PlatformPaths.Traders + "/1/changebonus", """{"login":1,"preciseAmount":1.5,"type":"WITHDRAW","comment":"c"}""" },
        { "PUT", PlatformPaths.Traders + "/1", """{"accessRights":"FULL_ACCESS","groupName":"Default","leverageInCents":10000,"contactDetails":{"countryId":1},"swapFree":true}""" },
        { "PATCH", PlatformPaths.Traders + "/1", """{"accessRights":"FULL_ACCESS","groupName":"Default","leverageInCents":10000,"contactDetails":{"countryId":1,"city":"c"}}""" },
        { "POST", PlatformPaths.Traders + "/1/checkpassword", """{"login":1,"hashedPassword":"0f94e246908667af85916300c57f74b6"}""" },
        { "PUT", PlatformPaths.Referral, """{"brokerCrmName":"tradingtech_crm","partnerId":"p","userId":1,"ctidTraderAccountId":1}""" },
        { "PUT", PlatformPaths.InAppControls, """{"brokerCrmName":"tradingtech_crm","userId":1,"rules":{"ribbons":[{"color":"#ff33ee","title":"t","enabled":true,"closable":true,"brokerName":"tradingtech_main","ctidTraderAccountId":"1","action":{"urlinApp":"https://a.test"}}]}}""" },
        { "POST", PlatformPaths.Redeem, """{"token":"16chD7xeIxc3p387Cjdcnpax2er","other":1}""" },
        { "POST", PlatformPaths.CreateCtid, """{"email":"a@example.test","brokerName":"tradingtech_main","preferredLanguage":"en"}""" },
        { "POST", PlatformPaths.ChangeCtidTraderAccount, """{"traderLogin":1,"brokerName":"tradingtech_main","environmentName":"live"}""" },
        { "POST", "/v2/webserv/attributes/traders/list", """{"ids":[1],"name":"n","updatedFrom":1,"other":2}""" },
        { "POST", "/v2/webserv/attributes/traders/update", """{"items":[{"id":1,"attributes":[{"name":"label","value":"VIP"}]}]}""" },
        { "POST", "/v2/webserv/attributes/traders/delete", """{"ids":[1],"names":["label"]}""" },
        { "POST", "/app/api/sessions", """{"brokerName":"tradingtech_main","source":"Web","token":"16chD7xeIxc3p387Cjdcnpax2er"}""" },
    };

    [Theory] // ERR-3, ERR-21, ERR-22
    [MemberData(nameof(Endpoints))]
    public async Task A_broken_body_never_breaks_the_platform(string method, string path, string valid)
    {
        var generator = new MalformedInput(seed: 20260115);
        var api = await OwnManagerAsync();
        for (var sent = 0; sent < Bodies; sent += AtOnce)
        {
            var batch = Enumerable.Range(0, AtOnce).Select(_ => generator.Body(valid)).ToList();
            var answers = await Task.WhenAll(batch.Select(body => api.SendAsync(new HttpMethod(method), path, body, ContentType(body), "application/json")));
            foreach (var (answer, body) in answers.Zip(batch))
            {
                ((int)answer.Status).ShouldBeLessThan(500, $"{body}\n{answer.Text}");
                answer.Text.ShouldNotContain("Exception");
                answer.Text.ShouldNotContain("   at ");
            }
        }
    }

    [Theory] // B2P-0-26
    [InlineData("GET", PlatformPaths.UserId, "brokerCrmName=tradingtech_crm&email=a%40example.test")]
    [InlineData("POST", PlatformPaths.Logout, "brokerCrmName=tradingtech_crm&userId=1")]
    [InlineData("PUT", PlatformPaths.AcceptAgreement, "brokerCrmName=tradingtech_crm&userId=1")]
    [InlineData("GET", PlatformPaths.OpenPositions, "login=1&other=2")]
    [InlineData("GET", PlatformPaths.ClosedPositions, "from=2026-01-01T00:00:00.000&to=2026-01-02T00:00:00.000&login=1")]
    [InlineData("GET", PlatformPaths.Referral, "brokerCrmName=tradingtech_crm&userId=1&ctidTraderAccountId=1")]
    [InlineData("DELETE", PlatformPaths.Referral, "brokerCrmName=tradingtech_crm&userId=1&ctidTraderAccountId=1")]
    [InlineData("GET", PlatformPaths.Traders + "/1/subaccounts", "unknown=1")]
    [InlineData("GET", PlatformPaths.Traders, "from=2026-01-01T00:00:00.000&to=2026-01-02T00:00:00.000&groupId=1&fields=login")]
    public async Task A_broken_query_never_breaks_the_platform(string method, string path, string valid)
    {
        var generator = new MalformedInput(seed: 20260116);
        var api = await OwnManagerAsync();
        for (var sent = 0; sent < Bodies / 5; sent += AtOnce)
        {
            var batch = Enumerable.Range(0, AtOnce).Select(_ => generator.Query(valid)).ToList();
            var answers = await Task.WhenAll(batch.Select(query => api.SendAsync(new HttpMethod(method), $"{path}?{query}")));
            answers.Zip(batch).ShouldAllBe(static pair => (int)pair.First.Status < 500);
        }
    }

    private async Task<PlatformApi> OwnManagerAsync() =>
        await PlatformApi.LogInAsync(server.Authority.NewClient(server.Https), PlatformServer.ManagerLogin, PlatformServer.ManagerPassword);

    private static string ContentType(string body) => body.StartsWith('<') ? "application/xml" : "application/json";

    /// <summary>The same inputs for the same seed.</summary>
    private sealed class MalformedInput(int seed)
    {
        private static readonly string[] Values =
        [
            "null", "true", "-1", "0", "1e400", "1.5", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[[[[]]]]", "\"%00\"",
            "\"'; drop table platform_user; --\"", "\"\\uFEFF\"", "\"a@b.c\"", "NaN", "\"00\"", "-9223372036854775808",
        ];

        private static readonly string[] Wholes = ["", "{", "[", "null", "\"", "<a/>", "<!DOCTYPE a>", "{}{}", "\u0000", "{\"a\":", "<a><balance/></a>", "[1,2]", "\uFEFF{}"];

        private uint _state = (uint)seed;

        public string Body(string valid) => Next(10) switch
        {
            0 => Wholes[Next(Wholes.Length)],
            1 => valid[..Next(valid.Length)],
            2 => new string('[', Next(200)) + valid,
            3 => Flip(valid),
            4 => valid.Replace("\":", "\":" + Values[Next(Values.Length)] + ",\"x\":", StringComparison.Ordinal),
            _ => ReplaceOne(valid, ':', ',', Values[Next(Values.Length)]),
        };

        public string Query(string valid) => Next(4) switch
        {
            0 => Uri.EscapeDataString(Flip(valid)),
            1 => valid + "&" + valid,
            2 => ReplaceOne(valid, '=', '&', Uri.EscapeDataString(Values[Next(Values.Length)])),
            _ => ReplaceOne(valid, '=', '&', new[] { "%", "%ZZ", "%00", "%FF%FE", "", "+", "%F0%9F%99%82" }[Next(7)]),
        };

        /// <summary>Another value after one of the separators.</summary>
        private string ReplaceOne(string valid, char before, char after, string value)
        {
            var starts = valid.Index().Where(pair => pair.Item == before).Select(static pair => pair.Index + 1).ToList();
            var start = starts[Next(starts.Count)];
            var end = valid.IndexOf(after, start);
            return valid[..start] + value + (end < 0 ? valid[^1] == '}' ? "}" : "" : valid[end..]);
        }

        private string Flip(string valid)
        {
            var text = new StringBuilder(valid);
            for (var i = 0; i <= Next(4); i++)
            {
                text[Next(text.Length)] = (char)Next(0x250);
            }

            return text.ToString();
        }

        /// <summary>A linear congruential generator: good enough to be different, the same everywhere.</summary>
        private int Next(int below)
        {
            _state = unchecked((_state * 1664525) + 1013904223);
            return (int)((_state >> 8) % (uint)Math.Max(1, below));
        }
    }
}
