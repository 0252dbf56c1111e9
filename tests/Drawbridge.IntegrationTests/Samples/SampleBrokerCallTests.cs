using System.Net;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Calls 4.1 to 4.5 of the sample brokers.</summary>
[Collection(SampleBrokers.Collection)]
public sealed class SampleBrokerCallTests(SampleBrokers brokers)
{
    public static TheoryData<string> Brokers => SampleBrokers.Names;

    [Theory] // P2B-4.1-4..7, CONF-6.1.1, P2B-0-12, P2B-CT-2
    [MemberData(nameof(Brokers))]
    public async Task The_platform_is_authenticated_by_its_password(string name)
    {
        using var visitor = brokers.Visit(name);
        var address = $"/oauth2/crmApiToken?{visitor.Names}";
        var password = Platform.FakeCrm.Password;

        var (one, other) = (await visitor.PostAsync(address, new { password }), await visitor.PostAsync(address, new { password }));

        one.Status.ShouldBe(HttpStatusCode.OK);
        ((string)one.Json["crmApiToken"]!).ShouldNotBe((string)other.Json["crmApiToken"]!);
        one.Message.Headers.CacheControl!.NoStore.ShouldBeTrue(); // P2B-0-14
        (await visitor.PostAsync(address, new { password = "wrong" })).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");
        (await visitor.PostAsync(address, new { password = "" })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await visitor.PostAsync(address, new { password = 1 })).ShouldBeRefused(400, "INVALID_REQUEST");
        (await visitor.PostAsync(address, "{\"password\":")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await visitor.PostAsync(address, "[]")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await visitor.PostAsync("/oauth2/crmApiToken", new { password })).ShouldBeRefused(400, "BROKER_ID_MISSING");
        (await visitor.PostAsync(address, $"{{\"password\":\"{password}\",\"unknown\":1}}")).Status.ShouldBe(HttpStatusCode.OK); // P2B-0-13, P2B-0-15
        (await visitor.GetAsync(address)).ShouldBeRefused(405, "METHOD_NOT_ALLOWED");
        (await visitor.PostAsync($"/oauth2/nothing?{visitor.Names}", new { })).ShouldBeRefused(404, "NOT_FOUND");
        (await visitor.PostAsync(address, new { password, large = new string('a', 70_000) })).ShouldBeRefused(413, "REQUEST_TOO_LARGE");
    }

    [Theory] // BID-14, BID-20, BID-24, BID-26, BID-30, P2B-0-7, P2B-0-8
    [MemberData(nameof(Brokers))]
    public async Task The_broker_is_identified_before_anything_else(string name)
    {
        using var visitor = brokers.Visit(name);
        var settings = brokers.Process(name).Settings;
        var (broker, crm) = (settings["BROKER_NAME"], settings["BROKER_CRM_NAME"]);
        async Task RefusedAsync(string query, object body, int status, string code) => (await visitor.PostAsync("/oauth2/authorize?" + query, body)).ShouldBeRefused(status, code);

        await RefusedAsync("", new { }, 400, "BROKER_ID_MISSING");
        await RefusedAsync($"brokerName={broker}", new { }, 400, "BROKER_ID_MISSING");
        await RefusedAsync($"brokerName=&brokerCrmName={crm}", new { }, 400, "BROKER_ID_MISSING");
        await RefusedAsync($"brokerName={broker}&brokerCrmName=other", new { }, 401, "BROKER_ID_INVALID");
        await RefusedAsync($"brokerName={broker.ToUpperInvariant()}&brokerCrmName={crm}", new { }, 401, "BROKER_ID_INVALID");
        await RefusedAsync($"brokerName={broker}&brokerCrmName={crm}", new { brokerName = "other" }, 401, "BROKER_ID_INVALID");
        await RefusedAsync("", new { brokerName = broker, brokerCrmName = crm }, 400, "MISSING_REQUIRED_PARAMETER"); // now the crmApiToken
        await RefusedAsync($"{visitor.Names}&crmApiToken=", new { }, 403, "CH_CLIENT_AUTH_FAILURE"); // P2B-0-10
        await RefusedAsync($"{visitor.Names}&crmApiToken=nonsense", new { }, 403, "CH_CLIENT_AUTH_FAILURE");
        (await visitor.CallAsync("/oauth2/authorize", new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
    }

    [Theory] // P2B-4.2-3..10, P2B-4.3-3..7, P2B-OT-3, CONF-6.1.2, CONF-6.1.3
    [MemberData(nameof(Brokers))]
    public async Task An_OT_token_is_exchanged_once_and_the_access_token_is_good_again_and_again(string name)
    {
        using var visitor = brokers.Visit(name);
        var code = (await visitor.LogInAsync(SampleBrokers.DemoEmail(name), SampleBrokers.DemoPassword, keep: true)).Token;
        (await visitor.PostAsync($"/oauth2/onetime/authorize?{visitor.Names}&crmApiToken=bad", new { code })).ShouldBeRefused(403, "CH_CLIENT_AUTH_FAILURE");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var platform = brokers.Visit(name);
            return await platform.ExchangeAsync(code);
        }));

        var answer = answers.Where(static each => each.Status == HttpStatusCode.OK).ShouldHaveSingleItem();
        var (userId, accessToken) = ((long)answer.Json["userId"]!, (string)answer.Json["accessToken"]!);
        answer.Json.ContainsKey("inappToken").ShouldBeFalse();
        (await visitor.ExchangeAsync(code)).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await visitor.ExchangeAsync("unknown-unknown-unknown")).ShouldBeRefused(404, "OT_TOKEN_NOT_FOUND");
        (await visitor.ExchangeAsync("malformed")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await visitor.ExchangeAsync("")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            ((long)(await visitor.CallAsync("/oauth2/authorize", new { accessToken })).Json["userId"]!).ShouldBe(userId);
        }

        (await visitor.CallAsync("/oauth2/authorize", new { accessToken = code })).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await visitor.CallAsync("/oauth2/authorize", new { accessToken = "no" })).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
    }

    [Theory] // P2B-4.4-3..6, P2B-4.2-11, CONF-6.1.4
    [MemberData(nameof(Brokers))]
    public async Task An_OT_token_for_an_in_app_action_yields_no_access_token(string name)
    {
        using var visitor = brokers.Visit(name);
        var login = await visitor.LogInAsync(SampleBrokers.DemoEmail(name), SampleBrokers.DemoPassword);
        var first = await visitor.ExchangeAsync(login.Token);
        first.Json.ContainsKey("accessToken").ShouldBeFalse(); // P2B-4.2-4
        var userId = (long)first.Json["userId"]!;

        var answer = await visitor.CallAsync("/oauth2/onetime/generate", new { userId = userId.ToString(System.Globalization.CultureInfo.InvariantCulture) });

        var exchanged = await visitor.ExchangeAsync((string)answer.Json["token"]!);
        ((long)exchanged.Json["userId"]!).ShouldBe(userId);
        exchanged.Json.ContainsKey("accessToken").ShouldBeFalse();
        (await visitor.CallAsync("/oauth2/onetime/generate", new { userId = 987654321 })).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await visitor.CallAsync("/oauth2/onetime/generate", new { })).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await visitor.CallAsync("/oauth2/onetime/generate", new { userId = true })).ShouldBeRefused(400, "INVALID_REQUEST");
    }

    [Theory] // P2B-4.5-2..6, FLOW-LOGOUT-2
    [MemberData(nameof(Brokers))]
    public async Task A_log_out_ends_one_access_token_and_the_client_area(string name)
    {
        using var visitor = brokers.Visit(name);
        var email = SampleVisitor.NewEmail();
        var first = await visitor.ExchangeAsync((await visitor.SignUpAsync(email)).Token);
        var second = await visitor.ExchangeAsync((await visitor.LogInAsync(email, "correct horse", keep: true)).Token);
        var userId = (long)first.Json["userId"]!;
        var (one, other) = ((string)first.Json["accessToken"]!, (string)second.Json["accessToken"]!);
        await visitor.SubmitAsync(await visitor.GetAsync("/"), new { email, password = "correct horse" });
        (await visitor.GetAsync("/")).Text.ShouldContain(email);

        (await visitor.CallAsync("/oauth2/logout", null, $"&accessToken={one}")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId={userId}")).ShouldBeRefused(400, "MISSING_REQUIRED_PARAMETER");
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId=x&accessToken={one}")).ShouldBeRefused(400, "INVALID_REQUEST");
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId={userId}&accessToken=no")).ShouldBeRefused(417, "CID_NON_EXISTED_TOKEN");
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId=987654321&accessToken={one}")).ShouldBeRefused(404, "USER_NOT_FOUND");
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId={userId}&accessToken=unknown-unknown-unknown")).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        var answer = await visitor.CallAsync("/oauth2/logout", null, $"&userId={userId}&accessToken={one}");

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Text.ShouldBeEmpty();
        (await visitor.CallAsync("/oauth2/authorize", new { accessToken = one })).ShouldBeRefused(404, "ACCESS_TOKEN_NOT_FOUND");
        (await visitor.CallAsync("/oauth2/authorize", new { accessToken = other })).Status.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/")).Text.ShouldNotContain(email);
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId={userId}&accessToken={one}")).Status.ShouldBe(HttpStatusCode.NoContent); // again
        (await visitor.CallAsync("/oauth2/logout", null, $"&userId={userId}&accessToken=")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory] // P2B-0-16
    [MemberData(nameof(Brokers))]
    public async Task No_secret_is_in_the_log(string name)
    {
        using var visitor = brokers.Visit(name);
        var code = (await visitor.LogInAsync(SampleBrokers.DemoEmail(name), SampleBrokers.DemoPassword, keep: true)).Token;
        var accessToken = (string)(await visitor.ExchangeAsync(code)).Json["accessToken"]!;
        await visitor.CallAsync("/oauth2/logout", null, $"&userId=1&accessToken={accessToken}");
        var process = brokers.Process(name);

        string[] secrets = [code, accessToken, SampleBrokers.DemoPassword, Platform.FakeCrm.Password, Platform.PlatformServer.ManagerPassword, brokers.Platform.Api.ManagerToken!];
        secrets.Where(secret => process.Output.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty();
        secrets.Where(secret => StoredBy(process).Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(); // P2B-OT-7
        process.Output.ShouldContain(process.Settings["BROKER_NAME"]);
    }

    /// <summary>Every byte in the data file, and in what its engine has beside it.</summary>
    private static string StoredBy(SampleProcess process)
    {
        var file = new FileInfo(process.Settings["DATA_FILE"]);
        return string.Concat(file.Directory!.GetFiles(file.Name + "*").Select(static part =>
        {
            using var stream = part.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task A_missing_setting_is_told_in_one_line(string name)
    {
        var settings = new Dictionary<string, string>(brokers.Process(name).Settings, StringComparer.Ordinal);
        settings.Remove("CRM_PASSWORD");
        settings.Remove("SUCCESS_URL");
        await using var process = SampleProcess.Start(name, settings);

        (await process.WaitForExitAsync()).ShouldBe(2);
        process.Output.Trim().ShouldBe("Missing in the environment: CRM_PASSWORD, SUCCESS_URL");
    }
}
