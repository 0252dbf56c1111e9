using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Partners;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Tokens;
using BrokerNames = Drawbridge.Conformance.Plans.BrokerNames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>
/// Our broker with everything that cases need: two traders, a white label with one of its own, a broker that is disabled, and another CRM. It can be made to break a
/// rule. CRMs of one host share whether they demand names, because a request without names may mean any of them.
/// </summary>
public abstract class ConformanceHost(CrmSettings settings, IdentityOption identity = IdentityOption.Sso, CrmSettings? other = null) : ScreensHost
{
    /// <summary>The names of the broker under test. Each host makes its CRMs in the same order.</summary>
    internal static readonly BrokerNames Own = new("broker_1_0", "crm_1");

    /// <summary>Those of its white label.</summary>
    internal static readonly BrokerNames WhiteLabel = new("broker_1_1", "crm_1");

    /// <summary>Those of a broker that is disabled.</summary>
    internal static readonly BrokerNames Disabled = new("broker_1_2", "crm_1");

    /// <summary>Those of a broker of another CRM.</summary>
    internal static readonly BrokerNames OtherNames = new("broker_2_0", "crm_2");

    /// <summary>What the platform proves itself with at the webhooks of Invite.</summary>
    internal static readonly string InviteToken = TokenText.Generate(TokenKind.Session);

    private readonly MutationFilter _filter = new();
    private readonly SlowTime _slow = new();
    private ConformancePlan? _plan;

    /// <summary>The plan that describes the broker.</summary>
    public async Task<ConformancePlan> PlanAsync() => _plan ??= await SettleAsync();

    /// <summary>Runs cases while a rule is broken, or none.</summary>
    internal async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<ConformanceCase> cases, Mutation? mutation = null)
    {
        var plan = await PlanAsync();
        using var server = mutation?.Server is { } start ? await start(Folder) : null;
        plan = server?.Change(plan) ?? plan;
        using var http = new TargetHttp([plan.Broker!.AuthorityFile!], plan.Limits.Call, new Secrets(), _slow);
        using var time = new VirtualTime((by, _) =>
        {
            Time.Advance(by);
            return Task.CompletedTask;
        });
        var context = new RunContext
        {
            Plan = plan, Http = http, Time = _slow, PassingTime = time, Offered = PlanCapabilities.Of(plan, hasBrowser: false), LogIn = new HttpLogIn(this),
        };
        _filter.Current = mutation;
        try
        {
            return await new Runner(context).RunAsync(cases, TestContext.Current.CancellationToken);
        }
        finally
        {
            _filter.Current = null;
        }
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        base.Configure(builder);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:Throttling:PerAccount"] = "100000",
            ["Drawbridge:Throttling:PerAccountAndAddress"] = "100000",
            ["Drawbridge:CrmApiTokens:WrongPasswordsAllowed"] = "100000",
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning); // nobody reads it, and there are very many requests
        builder.Services.AddSingleton<IStartupFilter>(_filter);
        builder.Services.AddSingleton(_slow);
    }

    /// <summary>The broker serves the page itself.</summary>
    private Uri SuccessUrl => new(Url, "/sso/callback");

    private async Task<ConformancePlan> SettleAsync()
    {
        var crm = await NewCrmAsync(brokers: 3, settings, change: one => one with { Identity = identity, Partners = new() { Registration = PartnerRegistration.Open, PullInterval = TimeSpan.Zero }, SuccessUrls = [new(SuccessUrl)] });
        var configuration = crm.Configuration;
        var disabled = configuration.Brokers[2];
        await ApplyAsync(configuration with { Brokers = [configuration.Brokers[0] with { InviteToken = InviteToken }, configuration.Brokers[1], disabled with { Settings = disabled.Settings with { Enabled = false } }] });
        var otherCrm = await NewCrmAsync(settings: other);
        var authority = Path.Combine(Folder, "authority.pem");
        await File.WriteAllTextAsync(authority, TestCertificate.Instance.ExportCertificatePem());
        configuration.Brokers.Select(broker => new BrokerNames(broker.Name, configuration.Name)).ShouldBe([Own, WhiteLabel, Disabled]);
        async Task<PlanUser> NewUserAsync(int broker = 0) => new((await this.NewTraderAsync(crm, broker)).Email, People.Password);
        return new ConformancePlan
        {
            Name = "our broker",
            Strict = true,
            Limits = new PlanLimits { Call = TimeSpan.FromMinutes(1), Case = TimeSpan.FromMinutes(5) }, // the machine may have other things to do
            Broker = new BrokerTarget
            {
                Url = Url,
                Names = Own,
                CrmPassword = configuration.Password,
                AuthorityFile = authority,
                HttpPort = PlainUrl.Port,
                SuccessUrl = SuccessUrl,
                Users = [await NewUserAsync(), await NewUserAsync()],
                Invite = new InvitePlan("/invite/attribution", "/invite/new-user", InviteToken),
                Second = new SecondBroker(WhiteLabel, await NewUserAsync(broker: 1)),
                Other = new OtherCrm(OtherNames, otherCrm.Password),
                Disabled = Disabled,
                Offers = new HashSet<Capability>
                {
                    identity == IdentityOption.Sso ? Capability.Sso : Capability.Handoff,
                    settings.Identification == IdentificationMode.Required ? Capability.RequiredIdentification : Capability.OptionalIdentification,
                },
            },
        };
    }
}

/// <summary>Demands names, gives no <c>inappToken</c>.</summary>
public sealed class StrictBroker() : ConformanceHost(new CrmSettings());

/// <summary>Lets names be absent, gives an <c>inappToken</c>.</summary>
public sealed class LenientBroker() : ConformanceHost(new CrmSettings { Identification = IdentificationMode.Optional, IssueInAppTokens = true });

/// <summary>Lets names be absent, and so does the other CRM: call 4.1 without names is ambiguous here.</summary>
public sealed class LenientPair() : ConformanceHost(Lenient, other: Lenient)
{
    private static readonly CrmSettings Lenient = new() { Identification = IdentificationMode.Optional };
}

/// <summary>Its users log in at the platform.</summary>
public sealed class HandoffBroker() : ConformanceHost(new CrmSettings(), IdentityOption.Handoff);
