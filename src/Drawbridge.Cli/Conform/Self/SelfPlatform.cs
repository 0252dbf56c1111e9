using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Files;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Conformance.Plans;
using Drawbridge.Platform.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Drawbridge.Cli.Conform.Self;

/// <summary>Drawbridge's platform alone; the CRM that it calls is the runner's.</summary>
internal sealed class SelfPlatform : IAsyncDisposable
{
    private const long LimitedLogin = 10002;
    private const long ThrottledLogin = 10003;
    private const int FewWrites = 5;
    private const int ShortList = 10;
    private const string GrantedGroup = "Default";
    private const string DeniedGroup = "VIP";
    private const string HandoffCrm = "handoff_crm";

    /// <summary>Cases let the CRM be silent, and wait for the platform to give up.</summary>
    private static readonly TimeSpan CrmTimeout = TimeSpan.FromSeconds(1);

    private readonly DataFolder _folder;
    private readonly LocalCertificates _certificates;
    private readonly UpSecrets _secrets;
    private readonly LocalPort _crmPort;
    private readonly LocalPort _port;
    private readonly string _crmCertificateFile;
    private readonly TimeProvider _time;
    private WebApplication? _platform;

    private SelfPlatform(string folder, TimeProvider time)
    {
        _time = time;
        _folder = DataFolder.Open(folder);
        _certificates = LocalCertificates.Ensure(_folder.Certificates, time);
        _secrets = UpSecrets.Ensure(_folder.Secrets, DemoNames.Crms, DemoNames.Brokers);
        _crmPort = LocalPort.Take(0, "");
        _port = LocalPort.Take(0, "");
        _crmCertificateFile = Path.Combine(_folder.Path, "crm.pem");
        using var key = _certificates.Server.GetECDsaPrivateKey()!;
        PrivateFile.Write(_crmCertificateFile, $"{_certificates.Server.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    public static SelfPlatform Open(string folder, TimeProvider time) => new(folder, time);

    public ConformancePlan Plan => new()
    {
        Name = "Drawbridge as platform",
        Strict = true,
        Limits = SelfSides.Limits with { Calls = 4 },
        Platform = new() { Url = new(_port.Url), AuthorityFile = _certificates.AuthorityFile, VirtualTime = true },
        PlatformTarget = new()
        {
            Url = new(_port.Url),
            Names = new(DemoNames.TradingTech, DemoNames.TradingTechCrm),
            ManagerLogin = DemoNames.ManagerLogin,
            ManagerPassword = _secrets.ManagerPassword,
            AuthorityFile = _certificates.AuthorityFile,
            Second = new(DemoNames.TradingTechEurope, DemoNames.TradingTechCrm),
            Other = new(DemoNames.FinancialHouse, DemoNames.FinancialHouseCrm),
            Handoff = new(DemoNames.FinancialHouseLight, HandoffCrm),
            Limited = new(LimitedLogin, _secrets.ManagerPassword, DeniedGroup),
            Throttled = new(ThrottledLogin, _secrets.ManagerPassword, FewWrites),
            PreciseCurrency = "BTC",
            TradersPerList = ShortList,
            AppSessions = true,
            CrmUrl = new(_crmPort.Url),
            CrmCertificateFile = _crmCertificateFile,
            CrmPassword = CrmPassword,
            Invite = new("/invite/attribution", "/invite/new-user", _secrets.InviteTokens[DemoNames.TradingTech]),
        },
    };

    /// <summary>The played CRM has one password, so all CRMs have it.</summary>
    private string CrmPassword => _secrets.CrmPasswords[DemoNames.TradingTechCrm];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var sides = new UpSides(_folder, _certificates, _secrets, _crmPort, _port, [], static _ => { }, _time) { ChangePlatform = Change };
        _platform = await sides.StartPlatformAsync(cancellationToken);

        // The runner listens there itself as soon as it plays the CRM.
        _crmPort.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.StopAsync(CancellationToken.None);
            await _platform.DisposeAsync();
        }

        _port.Dispose();
        _crmPort.Dispose();
        _certificates.Dispose();
        _folder.Dispose();
    }

    /// <summary>Managers of less reach, short lists, two groups and a CRM without single sign-on, which cases need and the seed has not.</summary>
    private void Change(PlatformOptions options)
    {
        (options.WritesPerHour, options.TradersPerList, options.CrmTimeout) = (0, ShortList, CrmTimeout);
        options.Groups.Add(new() { Id = 1, Name = GrantedGroup });
        options.Groups.Add(new() { Id = 2, Name = DeniedGroup });
        options.Managers.Clear();
        options.Managers.Add(new() { Login = DemoNames.ManagerLogin, Password = _secrets.ManagerPassword });
        options.Managers.Add(new() { Login = LimitedLogin, Password = _secrets.ManagerPassword, AllowedGroups = { GrantedGroup }, DisabledBrokerName = { DemoNames.TradingTechEurope } });
        options.Managers.Add(new() { Login = ThrottledLogin, Password = _secrets.ManagerPassword, WritesPerHour = FewWrites });
        var light = options.Brokers.Single(static broker => broker.BrokerName == DemoNames.FinancialHouseLight);
        (light.BrokerCrmName, light.Parent) = (HandoffCrm, null);
        options.Crms.Add(new() { BrokerCrmName = HandoffCrm, BaseUrl = _crmPort.Url });
        foreach (var crm in options.Crms)
        {
            crm.Password = CrmPassword;
        }

        foreach (var broker in options.Brokers)
        {
            broker.Invite.Token = _secrets.InviteTokens[DemoNames.TradingTech];
        }
    }
}
