using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Mail;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Configuration;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Cli.Doctor.Plan;
using Drawbridge.Cli.Hosting;
using Drawbridge.Cli.Up;
using Drawbridge.Client.Platform;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Doctor;

/// <summary>A deployment of the broker's side, as it is configured.</summary>
/// <param name="Crms">Its CRMs and brokers.</param>
/// <param name="Client">How it calls the platform.</param>
/// <param name="Connectivity">The plan.</param>
/// <param name="PublicUrl">Where the platform calls it, null when that is not said.</param>
internal sealed record Patient(
    IReadOnlyList<CrmConfiguration> Crms, PlatformClientOptions Client, ConnectivityOptions Connectivity, Uri? PublicUrl)
{
    /// <summary>Both sides are on this machine: no cable has to be planned.</summary>
    public bool IsLocal => Connectivity.Option is null && Crms.SelectMany(static crm => crm.Brokers).All(static broker => broker.Settings.Platform.Endpoints.All(static url => url.IsLoopback));

    /// <summary>By the configuration of <c>drawbridge broker</c>.</summary>
    /// <exception cref="FaultException">It has faults, which are all told.</exception>
    public static Patient OfConfiguration(string file, string? secretsFolder)
    {
        var configuration = ConfigurationSource.Load(file, secretsFolder);
        var faults = new ConfigurationFaults(Path.GetFullPath(file));
        var crms = faults.Collect(() => BrokerConfigurationReader.Read(configuration)) ?? [];
        faults.When(!configuration.GetSection(BrokerConfigurationReader.Section).Exists(), BrokerConfigurationReader.Section, "must name at least one CRM");
        BrokerSide.Check(configuration, faults);
        var plan = ConnectivityOptions.Read(configuration, faults);
        faults.ThrowIfAny();
        var client = new PlatformClientOptions();
        configuration.GetSection(PlatformClientOptions.Section).Bind(client);
        return new(crms, client, plan, plan.PublicUrl ?? configuration.GetValue<Uri>($"{MailOptions.Section}:{nameof(MailOptions.PublicUrl)}"));
    }

    /// <summary>As <c>drawbridge up</c> runs it.</summary>
    /// <exception cref="FaultException">Nothing was started there yet.</exception>
    public static Patient OfDataFolder(string folder)
    {
        var environment = DataFolder.EnvironmentIn(folder);
        if (!File.Exists(environment) || UpSecrets.Find(DataFolder.SecretsIn(folder)) is not { } secrets)
        {
            throw new FaultException(
                $"{Path.GetFullPath(folder)} has nothing that 'drawbridge up' left there.",
                "Start 'drawbridge up' first, or name the broker's configuration with --config FILE.");
        }

        var values = EnvironmentFile.Read(environment);
        var (broker, platform) = (values["BROKER_URL"], values["PLATFORM_URL"]);
        var client = new PlatformClientOptions { AuthorityFile = values["CA_CERT"] };
        return new(new DemoBrokers(secrets, broker, platform).Configuration, client, new ConnectivityOptions(), new Uri(broker));
    }
}
