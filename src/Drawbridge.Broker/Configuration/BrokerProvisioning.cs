using Drawbridge.Broker.Configuration.Start;
using Drawbridge.Broker.Configuration.Versions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Configuration;

/// <summary>Brings what is stored in line with the server's own configuration. Running it again with the same configuration changes nothing.</summary>
internal sealed class BrokerProvisioning(
    StoredConfiguration stored, ServerSections sections, IOptions<ConfigurationOptions> options, ILogger<BrokerProvisioning> log)
{
    private static ConfigurationOrigin Origin { get; } = new(ConfigurationSource.Start, "server", Environment.MachineName);

    /// <summary>At a start of the server: whoever owns the configuration wins.</summary>
    public async Task StartAsync(IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        if (crms.Count == 0)
        {
            return;
        }

        switch (options.Value.Owner)
        {
            case ConfigurationOwner.Section:
                await ApplyAsync(crms, cancellationToken);
                break;
            case ConfigurationOwner.Stored:
                var known = (await stored.ReadAsync(crmId: null, version: null, cancellationToken))!.Select(static crm => crm.Name).ToHashSet(StringComparer.Ordinal);
                await ApplyAsync([.. crms.Where(crm => !known.Contains(crm.Name))], cancellationToken);
                break;
            default:
                await MergeAsync(crms, cancellationToken);
                break;
        }

        await sections.RememberAsync(crms, cancellationToken);
    }

    /// <summary>Makes everything as it says; brokers that it does not name stay as they are.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong; the failures say what and where. Nothing was changed.</exception>
    public async Task ApplyAsync(IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        // Whoever read them has told every fault.
        if (crms.Count > 0 && await stored.ApplyAsync(new(crms, Origin) { IsChecked = true }, cancellationToken) is ConfigurationOutcome.Refused refused)
        {
            throw new OptionsValidationException(BrokerConfigurationReader.Section, typeof(CrmConfiguration), refused.Faults);
        }
    }

    private async Task MergeAsync(IReadOnlyList<CrmConfiguration> crms, CancellationToken cancellationToken)
    {
        var merged = await sections.MergeAsync(crms, cancellationToken);
        foreach (var key in merged.Contested)
        {
            ConfigurationLog.Contested(log, key);
        }

        foreach (var name in merged.NoLongerNamed)
        {
            ConfigurationLog.NoLongerNamed(log, name);
        }

        // What was right by itself may not go together with what was changed at run time: then that stays in force, and the server starts.
        if (merged.Crms.Count > 0 && await stored.ApplyAsync(new(merged.Crms, Origin) { IsChecked = merged.IsAsGiven }, cancellationToken) is ConfigurationOutcome.Refused refused)
        {
            if (merged.IsAsGiven)
            {
                throw new OptionsValidationException(BrokerConfigurationReader.Section, typeof(CrmConfiguration), refused.Faults);
            }

            foreach (var fault in refused.Faults)
            {
                ConfigurationLog.NotTakenOver(log, fault);
            }
        }
    }
}
