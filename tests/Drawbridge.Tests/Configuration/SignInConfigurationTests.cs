using System.Text;
using System.Text.RegularExpressions;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.CredentialCheck;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.CrmLogin;
using Drawbridge.Protocol.Webhooks;
using Drawbridge.Tests.Architecture;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Tests.Configuration;

/// <summary>What is said of a broker's way in that cannot be right.</summary>
public sealed class SignInConfigurationTests
{
    private const string Secret = "a client secret";

    private const string Rest =
        """
        "DisplayName": "B", "LegalEntity": "B Ltd", "Jurisdiction": "Nowhere", "SuccessUrls": [{ "Url": "https://app.example.com/" }],
        "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 },
        """;

    private static readonly CrmLoginSettings Login = new()
    {
        AuthorizationUrl = new("https://crm.example.com/authorize"),
        TokenUrl = new("https://crm.example.com/token"),
        UserInfoUrl = new("https://crm.example.com/userinfo"),
        ClientId = "drawbridge",
    };

    private static readonly CredentialCheckSettings Check = new() { Url = new("https://crm.example.com/check") };

    [Fact]
    public void The_examples_of_the_documentation_are_valid()
    {
        var examples = Regex.Matches(
                File.ReadAllText(Path.Combine(Repository.Root, "docs", "existing-users.md")), "```json\n(?<text>\".*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1))
            .Select(static match => match.Groups["text"].Value
                .Replace("\"CrmLoginSecret\": \"…\"", "\"CrmLoginSecret\": \"secret\"", StringComparison.Ordinal)
                .Replace("whsec_…", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", StringComparison.Ordinal)
                .Replace("\"SignIn\"", Rest + "\"SignIn\"", StringComparison.Ordinal))
            .ToList();

        var brokers = examples.ConvertAll(static example => BrokerConfigurationReader.Read(New(example)).ShouldHaveSingleItem().Brokers.ShouldHaveSingleItem());

        brokers.Select(static broker => broker.Settings.SignIn.Method).ShouldBe([SignInMethod.CrmLogin, SignInMethod.CredentialCheck]);
        brokers[0].Settings.SignIn.CrmLogin!.Scopes.ShouldBe(["openid", "email", "profile"]);
        brokers[1].Settings.SignIn.CredentialCheck!.Timeout.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void What_is_right_has_no_fault()
    {
        FaultsOf(new()).ShouldBeEmpty();
        FaultsOf(new() { Method = SignInMethod.CrmLogin, CrmLogin = Login }, Secret).ShouldBeEmpty();
        FaultsOf(new() { Method = SignInMethod.CrmLogin, CrmLogin = Login with { ClientAuthentication = ClientAuthentication.None } }).ShouldBeEmpty();
        FaultsOf(new() { Method = SignInMethod.CredentialCheck, CredentialCheck = Check }, check: WebhookSecret.New().Reveal()).ShouldBeEmpty();
    }

    [Fact]
    public void A_method_without_its_settings_is_told() =>
        Enum.GetValues<SignInMethod>().Where(method => method != SignInMethod.Here)
            .ShouldAllBe(method => FaultsOf(new() { Method = method }, Secret, WebhookSecret.New().Reveal()).Single().EndsWith("is missing; Method " + method + " needs the address" + (method == SignInMethod.CrmLogin ? "es of the CRM's login." : " of the CRM's check."), StringComparison.Ordinal));

    [Fact]
    public void Addresses_of_a_login_are_https_and_every_fault_is_told_at_once()
    {
        var login = Login with { AuthorizationUrl = new("http://crm.example.com/a"), TokenUrl = new("https://crm.example.com/#x"), ClientId = " ", Scopes = ["openid email"], Claims = new() { Subject = "" } };

        var faults = FaultsOf(new() { Method = SignInMethod.CrmLogin, CrmLogin = login, Pages = new() { ResetPassword = new("http://crm.example.com/") } });

        faults.Select(fault => fault.Split(": ")[0].Split(':')[^1]).ShouldBe(
            ["ResetPassword", "AuthorizationUrl", "TokenUrl", "ClientId", "CrmLoginSecret", "Scopes", "Subject"]);
    }

    [Fact]
    public void A_public_client_has_no_secret_and_no_fault_quotes_one()
    {
        var faults = FaultsOf(new() { Method = SignInMethod.CrmLogin, CrmLogin = Login with { ClientAuthentication = ClientAuthentication.None } }, Secret);

        faults.ShouldHaveSingleItem().ShouldContain("CrmLoginSecret");
        faults[0].ShouldNotContain(Secret);
    }

    [Fact]
    public void A_check_has_a_signing_secret_and_bounds()
    {
        var check = Check with { Url = new("http://crm.example.com/check"), Timeout = TimeSpan.FromMinutes(1), MaximumConcurrency = 0 };

        FaultsOf(new() { Method = SignInMethod.CredentialCheck, CredentialCheck = check }, check: "not a secret").Count.ShouldBe(4);
    }

    [Fact]
    public void Under_handoff_nobody_logs_in_here() =>
        FaultsOf(new() { Method = SignInMethod.CrmLogin, CrmLogin = Login }, Secret, identity: IdentityOption.Handoff).ShouldHaveSingleItem().ShouldContain("Handoff");

    private static IConfiguration New(string broker) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(
        $$"""
        { "Drawbridge": { "Crms": [{ "Name": "some_crm", "Password": "a password of the operator", "Brokers": [
          { "Name": "some_broker", "ManagerPassword": "secret", {{broker}} }] }] } }
        """))).Build();

    private static List<string> FaultsOf(SignInSettings signIn, string? secret = null, string? check = null, IdentityOption identity = IdentityOption.Sso) =>
    [
        .. SignInSettingsValidator.Validate("Crms:crm:Brokers:broker", new BrokerConfiguration
        {
            Name = "broker",
            ManagerPassword = "secret",
            CrmLoginSecret = secret,
            CredentialCheckSecret = check,
            Settings = new()
            {
                Identity = identity,
                DisplayName = "Broker",
                LegalEntity = "Broker Ltd",
                Jurisdiction = "Nowhere",
                SuccessUrls = [new(new("https://app.example.com/callback"))],
                Platform = new(new("https://platform.example.com"), ManagerLogin: 1),
                SignIn = signIn,
            },
        }),
    ];
}
