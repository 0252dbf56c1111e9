using System.Security.Cryptography.X509Certificates;
using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Provisioning;
using Drawbridge.Broker.Throttling;
using Drawbridge.Broker.Users;
using Drawbridge.BrowserTests.Pages;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Platform.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>Both sides as <c>drawbridge up</c> runs them, in this process, on free ports and in a data folder of their own.</summary>
public sealed class RunningUp : IAsyncDisposable
{
    /// <summary>Hashing takes its time, which is nothing that these tests are about.</summary>
    private const int FewIterations = 1_000;

    private readonly DataFolder _folder;
    private readonly LocalCertificates _certificates;
    private readonly UpSecrets _secrets;
    private readonly LocalPort _brokerPort;
    private LocalPort _platformPort;
    private WebApplication? _broker;
    private WebApplication? _platform;
    private readonly Action<IServiceCollection>? _brokerServices;

    private RunningUp(string path, Action<IServiceCollection>? brokerServices)
    {
        _brokerServices = brokerServices;
        _folder = DataFolder.Open(path);
        _certificates = LocalCertificates.Ensure(_folder.Certificates, TimeProvider.System);
        _secrets = UpSecrets.Ensure(_folder.Secrets, DemoNames.Crms, DemoNames.Brokers);
        _brokerPort = LocalPort.Take(0, UpCommand.BrokerPortOption);
        _platformPort = LocalPort.Take(0, UpCommand.PlatformPortOption);
        OtherSitePort = LocalPort.Take(0, "");
        OtherSite = OtherSitePort.Url.Replace("localhost", "www.other.localhost", StringComparison.Ordinal);
        BrokerUrl = _brokerPort.Url;
        PlatformUrl = _platformPort.Url;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { _certificates.Authority },
        };
        Http = new HttpClient(handler);
        Journal = new Journal(Http, PlatformUrl);
    }

    public string BrokerUrl { get; }

    public string PlatformUrl { get; }

    /// <summary>Origin of a site that the seeded brokers have beside their client areas; another site than theirs to a browser.</summary>
    public string OtherSite { get; }

    /// <summary>Where a test can serve that site.</summary>
    internal LocalPort OtherSitePort { get; }

    /// <summary>Trusts the local authority, follows no redirects, keeps no cookies.</summary>
    public HttpClient Http { get; }

    internal Journal Journal { get; }

    /// <summary>Calls of section 3, as a CRM of the seed sends them.</summary>
    internal ManagerApi Manager => new(Http, PlatformUrl, _secrets.ManagerPassword);

    /// <summary>What the platform authenticates with at a CRM (call 4.1).</summary>
    internal string CrmPasswordOf(string crm) => _secrets.CrmPasswords[crm];

    /// <summary>Of the management API of the seeded CRM.</summary>
    internal string ManagementKey => _secrets.ManagementKeys[DemoNames.TradingTechCrm];

    /// <summary>For another server of this machine.</summary>
    internal X509Certificate2 ServerCertificate => _certificates.Server;

    internal X509Certificate2 Authority => _certificates.Authority;

    internal string AuthorityFile => _certificates.AuthorityFile;

    internal IServiceProvider Broker => _broker!.Services;

    internal IServiceProvider Platform => _platform!.Services;

    /// <summary>The seeded trader.</summary>
    internal Person Demo => new(DemoNames.DemoEmail, _secrets.DemoPassword, "Demo", "Trader");

    /// <summary>The account of the seeded trader who logs in at the platform.</summary>
    internal long HandoffLogin { get; private set; }

    /// <summary>The seeded administrator of the console.</summary>
    internal Person Administrator => new(DemoNames.ConsoleEmail, _secrets.ConsolePassword, "Casey", "Console");

    /// <param name="brokerServices">What the broker's side finds in place of its own services; null for nothing.</param>
    public static async Task<RunningUp> StartAsync(Action<IServiceCollection>? brokerServices = null)
    {
        var up = new RunningUp(Directory.CreateTempSubdirectory("drawbridge-browser-").FullName, brokerServices);
        try
        {
            var sides = await up.Sides().StartAsync(CancellationToken.None);
            (up._broker, up._platform) = (sides.Broker, sides.Platform);
            up.HandoffLogin = await new DemoTraders(up.Broker, up._secrets, up._folder, TimeProvider.System).EnsureAsync(CancellationToken.None);
            await new DemoStaff(up.Broker, up._secrets).EnsureAsync(CancellationToken.None);
        }
        catch
        {
            await up.DisposeAsync();
            throw;
        }

        // All tests come from one address, so what slows an attacker down would slow them.
        var limits = up.Broker.GetRequiredService<IOptions<ThrottleOptions>>().Value;
        limits.SignupsPerAddress = limits.MailsPerAddress = limits.PerAddress = limits.HandoffsPerAddress = int.MaxValue;
        return up;
    }

    internal BrokerEntity BrokerOf(string name) => Broker.GetRequiredService<BrokerDirectory>().Current.FindBroker(name)!;

    /// <summary>A user of the seeded broker with a live account, made without a browser.</summary>
    internal async Task<Person> NewTraderAsync(bool keep = false, string broker = DemoNames.TradingTech)
    {
        var person = Person.New();
        await new FormClient(this, broker).SignUpAsync(person, keep);
        return person;
    }

    /// <summary>A user who logs in at the platform, with an account whose password is the person's. Returns the account.</summary>
    internal async Task<long> NewHandoffTraderAsync(Person person)
    {
        var state = await Broker.ProvisionTraderAsync(
            new()
            {
                BrokerName = Protocol.Brokers.BrokerName.Parse(DemoNames.FinancialHouseLight),
                Email = person.Email,
                Password = person.Password,
                FirstName = person.FirstName,
                LastName = person.LastName,
                AccountPassword = person.Password,
            },
            TestContext.Current.CancellationToken);
        return state.ShouldBeOfType<OnboardingState.Complete>().TraderLogin;
    }

    /// <summary>The user as the broker stored it.</summary>
    internal async Task<BrokerUser> FindUserAsync(Person person, string broker = DemoNames.TradingTech) =>
        (await Broker.GetRequiredService<UserStore>().FindByEmailAsync(BrokerOf(broker).Id, person.Email, TestContext.Current.CancellationToken))
        .ShouldNotBeNull();

    /// <summary>A token with which the user enters the app at once, as from the client area.</summary>
    internal Task<string> IssueTokenAsync(Person person, string broker = DemoNames.TradingTech) =>
        IssueTokenAsync(person, OneTimeTokenPurpose.EmbeddedWeb, broker);

    /// <summary>A token that opens an in-app screen, as call 4.4 gives it.</summary>
    internal Task<string> NewInAppTokenAsync(Person person) => IssueTokenAsync(person, OneTimeTokenPurpose.InApp, DemoNames.TradingTech);

    private async Task<string> IssueTokenAsync(Person person, OneTimeTokenPurpose purpose, string broker)
    {
        var user = await FindUserAsync(person, broker);
        var issued = await Broker.GetRequiredService<OneTimeTokenService>().IssueAsync(
            BrokerOf(broker), user.CtraderUserId!.Value, purpose, keepLoggedIn: false, TestContext.Current.CancellationToken);
        return issued.ShouldNotBeNull().Token.Reveal();
    }

    internal async Task RevokeAccessTokensAsync(Person person)
    {
        var user = await FindUserAsync(person);
        await Broker.GetRequiredService<AccessTokenService>().RevokeAllAsync(BrokerOf(DemoNames.TradingTech), user.Id, TestContext.Current.CancellationToken);
    }

    /// <summary>How many users, accounts and links the platform has for an address.</summary>
    internal Task<PlatformCounts> CountAsync(Person person) =>
        Platform.GetRequiredService<PlatformDatabase>().Database.ReadAsync(
            session => session.GetAsync<PlatformCounts>(
                """
                select
                  (select count(*) from platform_user where email = @Email) as users,
                  (select count(*) from platform_trader) as traders,
                  (select count(*) from platform_link l join platform_user u on u.user_id = l.user_id where u.email = @Email) as links
                """,
                new { person.Email }),
            TestContext.Current.CancellationToken);

    /// <summary>Gives the seeded brokers other settings.</summary>
    internal Task ConfigureAsync(Func<BrokerSettings, BrokerSettings> change) =>
        ConfigureCrmsAsync(crm => crm with { Brokers = [.. crm.Brokers.Select(broker => broker with { Settings = change(broker.Settings) })] });

    /// <summary>Gives the seeded CRMs another configuration.</summary>
    internal Task ConfigureCrmsAsync(Func<CrmConfiguration, CrmConfiguration> change)
    {
        var crms = new DemoBrokers(_secrets, BrokerUrl, PlatformUrl, [OtherSite]).Configuration;
        return Broker.GetRequiredService<BrokerProvisioning>().ApplyAsync(
            [.. crms.Select(change)],
            TestContext.Current.CancellationToken);
    }

    /// <summary>The platform goes away, as if its process had ended.</summary>
    internal async Task StopPlatformAsync()
    {
        await _platform!.StopAsync();
        await _platform.DisposeAsync();
        _platform = null;
        _platformPort.Dispose();
    }

    /// <summary>The platform comes back at the same address with what it had.</summary>
    internal async Task StartPlatformAsync()
    {
        _platformPort = LocalPort.Take(new Uri(PlatformUrl).Port, UpCommand.PlatformPortOption);
        _platform = await Sides().StartPlatformAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var side in new[] { _broker, _platform }.OfType<WebApplication>())
        {
            await side.StopAsync();
            await side.DisposeAsync();
        }

        Http.Dispose();
        _brokerPort.Dispose();
        _platformPort.Dispose();
        OtherSitePort.Dispose();
        _certificates.Dispose();
        var path = _folder.Path;
        _folder.Dispose();
        Directory.Delete(path, recursive: true);
    }

    private UpSides Sides() =>
        new(_folder, _certificates, _secrets, _brokerPort, _platformPort, [OtherSite], static _ => { }, TimeProvider.System, Change);

    private void Change(IServiceCollection services)
    {
        services.PostConfigure<HashingOptions>(static options => options.Iterations = FewIterations);
        _brokerServices?.Invoke(services);
    }
}

/// <summary>What the platform has.</summary>
/// <param name="Users">Users with the address.</param>
/// <param name="Traders">Accounts of everybody.</param>
/// <param name="Links">Links of the users with the address.</param>
internal sealed record PlatformCounts(long Users, long Traders, long Links);
