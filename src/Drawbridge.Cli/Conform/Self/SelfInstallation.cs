using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Onboarding;
using Drawbridge.Broker.Provisioning;
using Drawbridge.Broker.Throttling;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;
using Drawbridge.Protocol.Brokers;
using Microsoft.Extensions.DependencyInjection;
using BrokerNames = Drawbridge.Conformance.Plans.BrokerNames;

namespace Drawbridge.Cli.Conform.Self;

/// <summary>Both sides of Drawbridge, as <c>drawbridge up</c> starts them, and plans for their brokers.</summary>
internal sealed class SelfInstallation : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Identifier of the first trader as a partner.</summary>
    private const string Partner = "selfpartner";

    private static readonly Capability[] Modules =
    [
        Capability.Deposit, Capability.Withdrawal, Capability.Kyc, Capability.CustomAction, Capability.Chat, Capability.NewAccount, Capability.Ribbons, Capability.Partners,
    ];

    private readonly DataFolder _folder;
    private readonly LocalCertificates _certificates;
    private readonly UpSecrets _secrets;
    private readonly LocalPort _brokerPort;
    private readonly LocalPort _platformPort;
    private readonly Func<IReadOnlyList<CrmConfiguration>, IReadOnlyList<CrmConfiguration>> _change;
    private readonly TimeProvider _time;
    private RunningSides? _sides;

    private SelfInstallation(string folder, Func<IReadOnlyList<CrmConfiguration>, IReadOnlyList<CrmConfiguration>> change, TimeProvider time)
    {
        (_change, _time) = (change, time);
        _folder = DataFolder.Open(folder);
        _certificates = LocalCertificates.Ensure(_folder.Certificates, time);
        _secrets = UpSecrets.Ensure(_folder.Secrets, DemoNames.Crms, DemoNames.Brokers);
        _brokerPort = LocalPort.Take(0, "");
        _platformPort = LocalPort.Take(0, "");
    }

    /// <summary>Takes folder and ports.</summary>
    /// <param name="folder">Its own.</param>
    /// <param name="change">What becomes of the seed.</param>
    /// <param name="time">The real time.</param>
    public static SelfInstallation Open(string folder, Func<IReadOnlyList<CrmConfiguration>, IReadOnlyList<CrmConfiguration>> change, TimeProvider time) => new(folder, change, time);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var sides = new UpSides(_folder, _certificates, _secrets, _brokerPort, _platformPort, [], static _ => { }, _time, WithoutThrottles) { ChangeCrms = _change };
        _sides = await sides.StartAsync(cancellationToken);
    }

    /// <summary>A plan for one of the brokers, with traders made for it.</summary>
    public async Task<ConformancePlan> PlanAsync(string name, string broker, CancellationToken cancellationToken)
    {
        var crms = _change(new DemoBrokers(_secrets, _brokerPort.Url, _platformPort.Url).Configuration);
        var crm = crms.First(one => one.Brokers.Any(other => other.Name == broker));
        var other = crms.First(one => one.Name != crm.Name);
        var configuration = crm.Brokers.First(one => one.Name == broker);
        var second = crm.Brokers.FirstOrDefault(one => one.Name != broker && one.Settings.Enabled && one.Settings.Identity == configuration.Settings.Identity);
        PlanUser[] users = [await NewTraderAsync(broker, Partner, cancellationToken), await NewTraderAsync(broker, partner: null, cancellationToken)];
        var isSso = configuration.Settings.Identity == Broker.Brokers.IdentityOption.Sso;
        return new ConformancePlan
        {
            Name = name,
            Strict = true,
            Limits = SelfSides.Limits,
            Mailbox = $"{_brokerPort.Url}/mailbox?to={{email}}",
            Platform = new() { Url = new(_platformPort.Url), AuthorityFile = _certificates.AuthorityFile, VirtualTime = true },
            Screens = new() { ClientArea = "/client", Languages = crm.Settings.Languages, Themes = true, Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["partnerId"] = Partner } },
            Broker = new()
            {
                Url = new(_brokerPort.Url),
                Names = new(broker, crm.Name),
                CrmPassword = crm.Password,
                AuthorityFile = _certificates.AuthorityFile,
                SuccessUrl = new($"{_platformPort.Url}/app/callback"),
                Users = users,
                HandoffUser = isSso ? null : new(users[0].Account!.Value, users[0].Password, users[1].Account),
                Invite = new("/invite/attribution", "/invite/new-user", configuration.InviteToken ?? ""),
                Second = second is null ? null : new(new(second.Name, crm.Name), await NewTraderAsync(second.Name, partner: null, cancellationToken)),
                Other = new(new(other.Brokers[0].Name, other.Name), other.Password),
                Disabled = crm.Brokers.FirstOrDefault(static one => !one.Settings.Enabled) is { } closed ? new BrokerNames(closed.Name, crm.Name) : null,
                LegalWords = [configuration.Settings.LegalEntity],
                Offers = Offers(crm, isSso),
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_sides is not null)
        {
            await _sides.DisposeAsync();
        }

        _platformPort.Dispose();
        _brokerPort.Dispose();
        _certificates.Dispose();
        _folder.Dispose();
    }

    private static HashSet<Capability> Offers(CrmConfiguration crm, bool isSso)
    {
        var offers = new HashSet<Capability>(Modules)
        {
            isSso ? Capability.Sso : Capability.Handoff,
            crm.Settings.Identification == Broker.Brokers.IdentificationMode.Required ? Capability.RequiredIdentification : Capability.OptionalIdentification,
        };
        if (isSso)
        {
            offers.UnionWith([Capability.EmbeddedWeb, Capability.ChangePassword, Capability.ChangeEmail]);
        }

        if (crm.Settings.IssueInAppTokens)
        {
            offers.Add(Capability.InAppToken);
        }

        return offers;
    }

    private async Task<PlanUser> NewTraderAsync(string broker, string? partner, CancellationToken cancellationToken)
    {
        var password = SecretText.ForPeople();
        var trader = new ProvisionedTrader
        {
            BrokerName = BrokerName.Parse(broker), Email = $"{SecretText.ForMachines()[..10].ToLowerInvariant()}@example.com", Password = password, FirstName = "Robin", LastName = "Runner", AccountPassword = password, PartnerIdentifier = partner,
        };
        var startedAt = _time.GetTimestamp();
        while (true)
        {
            switch (await _sides!.Broker.Services.ProvisionTraderAsync(trader, cancellationToken))
            {
                case OnboardingState.Complete complete:
                    return new PlanUser(trader.Email, password, Account: complete.TraderLogin);
                case OnboardingState.Stuck stuck:
                    throw new FaultException($"a trader of {broker} cannot be made: {stuck.Code}.", remedy: null, ExitCode.Failed);
                case var _ when _time.GetElapsedTime(startedAt) > Deadline:
                    throw new FaultException($"a trader of {broker} cannot be made: the platform's side does not answer.", "Try again when the machine has less to do.", ExitCode.Failed);
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    /// <summary>All cases come from one address, so what slows an attacker down would slow them. That it does is proven by tests of its own.</summary>
    private static void WithoutThrottles(IServiceCollection services) => services.PostConfigure<ThrottleOptions>(static limits =>
    {
        const int many = 1_000_000;
        (limits.PerAccountAndAddress, limits.PerAccount, limits.PerAddress, limits.PerBroker) = (many, many, many, many);
        (limits.PerAccountUnderAttack, limits.PerAddressUnderAttack, limits.PerKnownDevice, limits.PerSecondFactor) = (many, many, many, many);
        (limits.SignupsPerAddress, limits.MailsPerAccount, limits.MailsPerAddress) = (many, many, many);
        (limits.HandoffsPerAddress, limits.CrmLoginsPerAddress, limits.LinksPerAddress) = (many, many, many);
    });
}
