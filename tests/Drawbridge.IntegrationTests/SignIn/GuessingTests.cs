using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Passwords;
using Drawbridge.IntegrationTests.CrmLogin;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Protocol.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>The screens with the limits of a delivered server but one, and requests from any address.</summary>
public sealed class GuessingHost : ScreensHost
{
    /// <summary>Failed logins of a broker that are nothing special.</summary>
    public const int PerBroker = 60;

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:Throttling:PerAddress"] = "100",
            ["Drawbridge:Throttling:PerBroker"] = PerBroker.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        builder.Services.AddSingleton<IStartupFilter, AddressFilter>();
    }
}

/// <summary>Attacks on passwords (FLOW-AUTH-7).</summary>
public sealed class GuessingTests(GuessingHost host) : IClassFixture<GuessingHost>
{
    private static IPAddress Address(int number) => new([198, 18, (byte)(number / 250), (byte)(1 + (number % 250))]);

    [Fact] // FLOW-AUTH-7
    public async Task Stuffing_from_everywhere_stops_at_the_accounts_limit_and_its_owner_still_gets_in()
    {
        var crm = await host.NewCrmAsync();
        var victim = await host.NewTraderAsync(crm);
        using var owner = new Browser(host) { Address = Address(9_000) };
        (await owner.LogInAsync(crm, victim.Email)).ShouldLeadTo(People.SuccessUrl);
        using var attacker = new Browser(host, keepsCookies: false);
        var refused = 0;

        for (var attempt = 0; attempt < 70; attempt++)
        {
            attacker.Address = Address(attempt); // each address once
            refused += (await attacker.LogInAsync(crm, victim.Email, $"guess {attempt}")).Status == HttpStatusCode.TooManyRequests ? 1 : 0;
            if (attempt % 10 == 0)
            {
                owner.Address = Address(9_001 + attempt); // a known device, wherever it is
                (await owner.LogInAsync(crm, victim.Email)).ShouldLeadTo(People.SuccessUrl);
            }
        }

        refused.ShouldBe(20);
        attacker.Address = Address(8_000);
        (await attacker.LogInAsync(crm, victim.Email)).ShouldShow("form-error", 429); // not even with the right password
    }

    [Theory] // FLOW-AUTH-7
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spraying_one_password_over_all_accounts_makes_the_limits_lower_and_locks_nobody_out(bool crmChecksPasswords)
    {
        var crm = crmChecksPasswords ? await NewCheckingCrmAsync() : await host.NewCrmAsync();
        using var attacker = new Browser(host, keepsCookies: false) { Address = Address(0) };
        var other = await host.NewCrmAsync();
        var passed = 0;

        // Thirty tries from each address, each at another account.
        for (var attempt = 0; attempt < 120; attempt++)
        {
            attacker.Address = Address(attempt / 30);
            passed += (await attacker.LogInAsync(crm, $"nobody{attempt}@example.com", "Summer2026!")).Status == HttpStatusCode.UnprocessableEntity ? 1 : 0;
        }

        passed.ShouldBe(GuessingHost.PerBroker + 10 + 10); // from then on ten an address
        using var user = new Browser(host) { Address = Address(7_000) };
        (await user.LogInAsync(crm, (await host.NewTraderAsync(crm)).Email)).ShouldLeadTo(People.SuccessUrl); // at an address that does nothing else
        attacker.Address = Address(3);
        (await attacker.LogInAsync(other, "nobody@example.com", "Summer2026!")).ShouldShow("form-error", 422); // another broker's counters are its own
        host.Time.Advance(TimeSpan.FromMinutes(15));
        (await attacker.LogInAsync(crm, "nobody@example.com", "Summer2026!")).ShouldShow("form-error", 422);
    }

    [Theory] // FLOW-AUTH-7: the same work, so that the time does not tell
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_login_costs_one_hash_whether_the_account_exists_or_not(bool exists)
    {
        var crm = await host.NewCrmAsync();
        var email = exists ? (await host.NewTraderAsync(crm)).Email : People.NewEmail();
        using var browser = new Browser(host, keepsCookies: false) { Address = Address(6_000) };
        var hashing = host.Services.GetRequiredService<PasswordHashingQueue>();
        var before = hashing.Begun;

        var page = (await browser.LogInAsync(crm, email, "a wrong password")).ShouldShow("form-error", 422);

        (hashing.Begun - before).ShouldBe(1);
        page.Text.ShouldContain("Email or password is not correct");
    }

    [Theory] // FLOW-AUTH-7
    [InlineData("198.18.40.1", "198.18.40.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)] // of one subscriber
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:198.18.41.1", "198.18.41.1", true)]
    public async Task An_address_is_what_one_subscriber_has(string first, string second, bool same)
    {
        var crm = await host.NewCrmAsync();
        var email = (await host.NewTraderAsync(crm)).Email;
        using var attacker = new Browser(host, keepsCookies: false) { Address = IPAddress.Parse(first) };
        for (var i = 0; i < 5; i++)
        {
            await attacker.LogInAsync(crm, email, "guess");
        }

        attacker.Address = IPAddress.Parse(second);
        (await attacker.LogInAsync(crm, email, "guess")).ShouldShow("form-error", same ? 429 : 422);
    }

    /// <summary>A CRM that checks passwords itself, and finds the usual one right.</summary>
    private async Task<TestCrm> NewCheckingCrmAsync()
    {
        var crm = await host.NewCrmAsync(change: static settings => settings with
        {
            SignIn = new()
            {
                Method = SignInMethod.CredentialCheck,
                CredentialCheck = new() { Url = new("https://crm.example.test/check") },
                Pages = new() { SignUp = new("https://crm.example.test/register") },
            },
        });
        var broker = crm.Configuration.Brokers[0] with { CredentialCheckSecret = WebhookSecret.New().Reveal() };
        var configuration = crm.Configuration with { Brokers = [broker] };
        await host.ApplyAsync(configuration);
        host.OwnCrms.Checks[broker.Name] = static (_, body, _) =>
        {
            var asked = JsonNode.Parse(body)!["data"]!;
            return Task.FromResult(OwnCrm.Json(HttpStatusCode.OK, (string)asked["password"]! == People.Password
                ? new { result = "ok", user = new { id = (string)asked["login"]!, email = (string)asked["login"]!, emailVerified = true } }
                : new { result = "wrong" }));
        };
        return new(host, configuration);
    }
}
