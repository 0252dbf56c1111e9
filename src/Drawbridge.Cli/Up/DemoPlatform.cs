using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.DataFolders;
using Drawbridge.Platform.Hosting;

namespace Drawbridge.Cli.Up;

/// <summary>The same seed as the platform's side is configured with it.</summary>
internal sealed class DemoPlatform(IReadOnlyList<CrmConfiguration> crms, UpSecrets secrets, string brokerUrl)
{
    public void Configure(PlatformOptions options)
    {
        options.Managers.Add(new ManagerOptions { Login = DemoNames.ManagerLogin, Password = secrets.ManagerPassword, SuperAdmin = true });
        foreach (var crm in crms)
        {
            options.Crms.Add(new CrmOptions { BrokerCrmName = crm.Name, BaseUrl = brokerUrl, Password = crm.Password });
            foreach (var broker in crm.Brokers)
            {
                options.Brokers.Add(Broker(crm, broker));
            }
        }
    }

    private BrokerOptions Broker(CrmConfiguration crm, BrokerConfiguration broker)
    {
        var options = new BrokerOptions
        {
            BrokerName = broker.Name,
            BrokerCrmName = crm.Name,
            DisplayName = broker.Settings.DisplayName,
            Parent = broker.Settings.Parent?.Value,
            Identity = broker.Settings.Identity == IdentityOption.Handoff ? IdentityMode.Handoff : IdentityMode.Sso,
            ClientAreaUrl = $"{brokerUrl}/client?brokerName={broker.Name}&brokerCrmName={crm.Name}",
        };
        options.Screens.Deposit = $"{brokerUrl}/inapp/deposit";
        options.Screens.Withdraw = $"{brokerUrl}/inapp/withdraw";
        options.Screens.NewAccount = $"{brokerUrl}/account/create";
        options.Screens.Kyc = $"{brokerUrl}/inapp/kyc";
        options.Screens.Action = $"{brokerUrl}/inapp/action";
        options.Screens.Chat = $"{brokerUrl}/inapp/chat";
        options.Invite.AttributionUrl = $"{brokerUrl}/invite/attribution";
        options.Invite.NewUserUrl = $"{brokerUrl}/invite/new-user";
        options.Invite.Token = broker.InviteToken;
        foreach (var action in broker.Settings.Actions)
        {
            options.Screens.ActionTypes.Add(action.Type);
        }

        foreach (var origin in broker.Settings.WebOrigins)
        {
            options.WebOrigins.Add(origin);
        }

        foreach (var url in broker.Settings.SuccessUrls)
        {
            options.SuccessUrls.Add(url.Url.OriginalString);
        }

        foreach (var language in crm.Settings.Languages)
        {
            options.Languages.Add(language);
        }

        return options;
    }
}
