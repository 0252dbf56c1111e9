using System.Net;
using Drawbridge.Client.Crm;
using Drawbridge.Protocol.Brokers;
using Drawbridge.Protocol.Money;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Platform.Hosting;

/// <summary>Reports every fault at once. A message names the setting and never repeats a value that may be a secret.</summary>
internal sealed class PlatformOptionsValidator : IValidateOptions<PlatformOptions>
{
    private const int ShortestKey = 16;
    private const int LongestActionType = 64;

    public ValidateOptionsResult Validate(string? name, PlatformOptions options)
    {
        var faults = new FaultList();
        CheckDatabase(options, faults);
        CheckCrms(options, faults);
        CheckBrokers(options, faults);
        CheckManagers(options, faults);
        CheckMarket(options, faults);
        CheckCalls(options, faults);
        return faults.Build();
    }

    private static void CheckDatabase(PlatformOptions options, FaultList faults)
    {
        try
        {
            DatabaseOptions.Parse(options.Database);
        }
        catch (FormatException)
        {
            faults.Add("Database", "must be 'sqlite:/path/file.db' or 'postgres://user:password@host/database'");
        }
    }

    private static void CheckCrms(PlatformOptions options, FaultList faults)
    {
        faults.Unique("Crms", options.Crms.Select(static crm => crm.BrokerCrmName), nameof(CrmOptions.BrokerCrmName));
        foreach (var (i, crm) in options.Crms.Index())
        {
            // BID-15
            faults.When(!BrokerCrmName.TryParse(crm.BrokerCrmName, out _), $"Crms:{i}:BrokerCrmName", "must be 1 to 128 letters, digits, '-', '.', '_' or '~'");
            faults.When(string.IsNullOrEmpty(crm.Password), $"Crms:{i}:Password", "must be set");

            // P2B-0-2, P2B-0-4
            faults.When(
                !Uri.TryCreate(crm.BaseUrl, UriKind.Absolute, out var url) || !CrmPeer.IsAcceptable(url, options.AllowHttpToCrmOnLoopback),
                $"Crms:{i}:BaseUrl",
                "must be an https URL without query and fragment");
        }
    }

    private static void CheckBrokers(PlatformOptions options, FaultList faults)
    {
        faults.Unique("Brokers", options.Brokers.Select(static broker => broker.BrokerName), nameof(BrokerOptions.BrokerName)); // BID-2, BID-40, BID-42
        foreach (var (i, broker) in options.Brokers.Index())
        {
            var at = $"Brokers:{i}";
            faults.When(!BrokerName.TryParse(broker.BrokerName, out _), $"{at}:BrokerName", "must be 1 to 128 letters, digits, '-', '.', '_' or '~'");
            faults.When(options.Crms.All(crm => crm.BrokerCrmName != broker.BrokerCrmName), $"{at}:BrokerCrmName", "must be one of Crms");
            faults.When(
                broker.Parent is { } parent && (parent == broker.BrokerName || options.Brokers.All(other => other.BrokerName != parent)),
                $"{at}:Parent",
                "must be another broker");
            faults.When(broker.CrmPassword is "", $"{at}:CrmPassword", "must not be empty");
            faults.When(
                (broker.Invite.AttributionUrl ?? broker.Invite.NewUserUrl) is not null && !IsHeaderText(broker.Invite.Token),
                $"{at}:Invite:Token",
                "must be set, without blanks, when an address is");
            faults.When(broker.Invite.GuaranteedPeriod < TimeSpan.Zero, $"{at}:Invite:GuaranteedPeriod", "must not be below zero");
            faults.When(
                broker.Screens.ActionTypes.Any(static type => string.IsNullOrWhiteSpace(type) || type.Length > LongestActionType),
                $"{at}:Screens:ActionTypes",
                "must be texts of at most 64 characters");
            foreach (var (key, url) in Urls(broker))
            {
                faults.When(url is not null && !IsHttps(url), $"{at}:{key}", "must be an https URL"); // SCR-15
            }
        }
    }

    private static IEnumerable<(string Key, string? Url)> Urls(BrokerOptions broker) =>
    [
        (nameof(broker.LoginUrl), broker.LoginUrl),
        (nameof(broker.ClientAreaUrl), broker.ClientAreaUrl),
        ("Invite:AttributionUrl", broker.Invite.AttributionUrl),
        ("Invite:NewUserUrl", broker.Invite.NewUserUrl),
        .. broker.Screens.Addresses.Select(static screen => ($"Screens:{screen.Name}", screen.Url)),
        .. broker.WebOrigins.Index().Select(static entry => ($"WebOrigins:{entry.Index}", (string?)entry.Item)),
        .. broker.SuccessUrls.Index().Select(static entry => ($"SuccessUrls:{entry.Index}", (string?)entry.Item)),
    ];

    private static bool IsHeaderText(string? text) => !string.IsNullOrEmpty(text) && text.All(static letter => letter is > ' ' and < '\x7F');

    private static bool IsHttps(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    private static void CheckManagers(PlatformOptions options, FaultList faults)
    {
        faults.Unique("Managers", options.Managers.Select(static manager => manager.Login), nameof(ManagerOptions.Login));
        foreach (var (i, manager) in options.Managers.Index())
        {
            var at = $"Managers:{i}";
            faults.When(manager.Login <= 0, $"{at}:Login", "must be a number above zero");
            faults.When(manager.WritesPerHour < 0, $"{at}:WritesPerHour", "must be 0 (no limit) or more");
            faults.When(string.IsNullOrEmpty(manager.Password) == string.IsNullOrEmpty(manager.PasswordMd5), at, "must have either Password or PasswordMd5");
            faults.When(
                !string.IsNullOrEmpty(manager.PasswordMd5) && !PasswordHashMd5.TryParse(manager.PasswordMd5, out _),
                $"{at}:PasswordMd5",
                "must be 32 hexadecimal digits");
            foreach (var (g, group) in manager.AllowedGroups.Index())
            {
                faults.When(options.EffectiveGroups.All(known => known.Name != group), $"{at}:AllowedGroups:{g}", "must be one of Groups");
            }

            foreach (var (b, broker) in manager.DisabledBrokerName.Index())
            {
                faults.When(options.Brokers.All(known => known.BrokerName != broker), $"{at}:DisabledBrokerName:{b}", "must be one of Brokers");
            }
        }
    }

    private static void CheckMarket(PlatformOptions options, FaultList faults)
    {
        faults.Unique("Groups", options.Groups.Select(static group => group.Name), nameof(TraderGroupOptions.Name));
        faults.Unique("Groups", options.Groups.Select(static group => group.Id), nameof(TraderGroupOptions.Id));
        faults.Unique("DepositAssets", options.DepositAssets.Select(static asset => asset.Name), nameof(DepositAssetOptions.Name));
        faults.Unique("Environments", options.Environments, "name");
        faults.When(options.Groups.Any(static group => string.IsNullOrWhiteSpace(group.Name)), "Groups", "must all have a Name");
        faults.When(options.DepositAssets.Any(static asset => string.IsNullOrWhiteSpace(asset.Name)), "DepositAssets", "must all have a Name");
        faults.When(options.Environments.Any(string.IsNullOrWhiteSpace), "Environments", "must all have a name");
        faults.When(
            options.DepositAssets.Any(static asset => asset.MoneyDigits is < 0 or > MoneyAmount.MaximumDigits),
            "DepositAssets",
            "must have MoneyDigits from 0 to 8");
    }

    private static void CheckCalls(PlatformOptions options, FaultList faults)
    {
        faults.When(options.WritesPerHour < 0, "WritesPerHour", "must be 0 (no limit) or more");
        faults.When(options.TradersPerList < 1, "TradersPerList", "must be at least 1");
        faults.When(options.CrmTimeout <= TimeSpan.Zero || options.CrmTimeout > TimeSpan.FromMinutes(5), "CrmTimeout", "must be above zero and at most five minutes");
        faults.When(
            options.HandoffTokenLifetime <= TimeSpan.Zero || options.HandoffTokenLifetime > TimeSpan.FromMinutes(15),
            "HandoffTokenLifetime",
            "must be above zero and at most 15 minutes");
        faults.When(options.InstrumentKey is { Length: > 0 and < ShortestKey }, "InstrumentKey", $"must be at least {ShortestKey} characters long, or left out");
        faults.When(options.CrmAuthorityFile is { } file && !File.Exists(file), "CrmAuthorityFile", "names a file that does not exist");
        foreach (var (i, caller) in options.AllowedCallers.Index())
        {
            faults.When(!IPNetwork.TryParse(caller, out _) && !IPAddress.TryParse(caller, out _), $"AllowedCallers:{i}", "must be an address or a network");
        }
    }

    private sealed class FaultList
    {
        private readonly ValidateOptionsResultBuilder _result = new();

        public void Add(string key, string message) => _result.AddError(message, $"{PlatformOptions.Section}:{key}");

        public void When(bool isFault, string key, string message)
        {
            if (isFault)
            {
                Add(key, message);
            }
        }

        public void Unique<T>(string key, IEnumerable<T> values, string what)
            where T : notnull
        {
            var all = values.ToList();
            When(all.Distinct().Count() != all.Count, key, $"must not repeat a {what}");
        }

        public ValidateOptionsResult Build() => _result.Build();
    }
}
