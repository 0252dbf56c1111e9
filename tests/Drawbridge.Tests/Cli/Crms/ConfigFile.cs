using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.Crms;

/// <summary>A file of CRMs in which nothing is wrong, and runs of the check over it or what a test made of it.</summary>
internal static class ConfigFile
{
    public const string Secret = "hush-hush-hush-hush";

    /// <summary>Every line is one that a test can break, and stands there once.</summary>
    public const string Valid =
        """
        crms:
          - name: one_crm
            password: hush-hush-hush-hush
            webhook:
              url: https://crm.example.com/hook
              secret: whsec_aHVzaC1odXNoLWh1c2gtaHVzaC1odXNoLWh1c2g=
            settings:
              identification: Optional
              languages: [en, de]
              defaultLanguage: de
            brokers:
              - name: one_main
                managerPassword: hush-hush-hush-hush
                settings:
                  displayName: One
                  legalEntity: One Ltd
                  jurisdiction: Nowhere
                  accentColor: "#1d4ed8"
                  successUrls:
                    - url: https://one.example.com/done
                  platform:
                    baseUrl: https://platform.example.com
                    managerLogin: 10001
              - name: one_light
                managerPassword: hush-hush-hush-hush
                settings:
                  parent: one_main
                  displayName: One Light
                  legalEntity: One Light Ltd
                  jurisdiction: Elsewhere
                  passkeys: false
                  accessTokenLifetime: 30.00:00:00
                  successUrls:
                    - url: https://light.example.com/done
                  platform:
                    baseUrl: https://platform2.example.com
                    managerLogin: 10002

        """;

    public static async Task<CommandRun> CheckAsync(string text)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["brokers.yaml"], text, TestContext.Current.CancellationToken);
        return await CommandRun.OfAsync("config", "check", folder["brokers.yaml"]);
    }
}
