using Drawbridge.Broker.Modules;

namespace Drawbridge.Cli.Crms;

/// <summary>A YAML file to begin with: what has to be filled in, and what a composition of modules needs (MOD-30..33).</summary>
internal static class PresetFile
{
    private const string Head =
        """
        # {description}.
        # Fill in what belongs to you, then: drawbridge config check FILE
        crms:
          - name: my_crm                                # brokerCrmName, as the platform operator assigned it
            password: ${env:MY_CRM_PASSWORD}            # of call 4.1, from the platform operator
            managementKey: ${env:MY_CRM_MANAGEMENT_KEY} # for your own CRM to call /api/v1
            settings:
              languages: [en]
              defaultLanguage: en
        {providers}    brokers:
              - name: my_broker                         # brokerName, as the platform operator assigned it
                managerPassword: ${env:MY_BROKER_MANAGER_PASSWORD}
                settings:
                  displayName: My Broker
                  legalEntity: My Broker Ltd
                  jurisdiction: Regulated by ..., licence ...
                  accentColor: "#1d4ed8"
                  successUrls:
                    - url: https://crm.example.com/sso/callback
                  platform:
                    baseUrl: https://platform.example.com:8443
                    managerLogin: 10001
                    environmentName: live
                  identity: {identity}
                  modules:
        {modules}
        """;

    private const string Providers =
        """
            paymentProviders:
              - name: psp
                apiKey: ${env:PSP_API_KEY}
                notificationSecret: ${env:PSP_NOTIFICATION_SECRET} # whsec_ and 24 to 64 random bytes in Base64
                settings:
                  createUrl: https://psp.example.com/payments
                  payoutUrl: https://psp.example.com/payouts
                  pageOrigins: [https://pay.psp.example.com]

        """;

    private const string Cashier =
        """
                  cashier:
                    methods:
                      - id: card
                        label: { en: Card }
                        provider: psp
                        minimum: 10
                        maximum: 10000
        """;

    private const string CashierWithKyc =
        """

                    withdrawalNeedsKyc: identity
        """;

    private const string Kyc =
        """
                  kyc:
                    levels:
                      - id: identity
                        title: { en: Your identity }
                        steps:
                          - id: person
                            kind: Personal
                          - id: document
                            kind: Documents
                            documents:
                              - id: passport
                                label: { en: Passport }
                              - id: id-card
                                label: { en: Identity card }
        """;

    private const string Web =
        """
                  webUrl: https://app.example.com/info # cTrader Web; its site must allow to be framed by yours
        """;

    /// <summary>The whole file.</summary>
    public static string Write(ModulePreset preset)
    {
        var paysIn = preset.Modules.Contains(Module.Deposit);
        var proves = preset.Modules.Contains(Module.Kyc);
        var text = Head
            .Replace("{description}", preset.Description, StringComparison.Ordinal)
            .Replace("{identity}", preset.Identity.ToString(), StringComparison.Ordinal)
            .Replace("{providers}", paysIn ? Providers : "", StringComparison.Ordinal)
            .Replace(
                "{modules}",
                string.Join('\n', OfferedModules.All.Select(module => $"            {char.ToLowerInvariant(module.ToString()[0])}{module.ToString()[1..]}: {(preset.Modules.Contains(module) ? "true" : "false")}")),
                StringComparison.Ordinal);
        var parts = new[] { text, preset.Modules.Contains(Module.EmbeddedWeb) ? Web : null, paysIn ? Cashier + (proves ? CashierWithKyc : "") : null, proves ? Kyc : null };
        return string.Join('\n', parts.OfType<string>()).ReplaceLineEndings("\n") + "\n";
    }
}
