using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Yaml;
using Drawbridge.Conformance.Cases;

namespace Drawbridge.Cli.Conform.Plans;

/// <summary>What must be so in a plan besides its shape.</summary>
/// <param name="plan">The plan.</param>
/// <param name="root">The file, for the places of what is wrong.</param>
/// <param name="folder">Where paths that are not absolute begin.</param>
/// <param name="faults">Gets what is wrong.</param>
internal sealed class PlanRules(PlanFile plan, FileMap? root, string folder, FileFaults faults)
{
    /// <summary>These follow from other settings of the plan, or from this machine.</summary>
    private static readonly HashSet<Capability> Derived =
    [
        Capability.SecondUser, Capability.SecondBroker, Capability.OtherCrm, Capability.DisabledBroker, Capability.Mail, Capability.Browser, Capability.Platform, Capability.ClientArea,
        Capability.Languages, Capability.Themes, Capability.AppSessions, Capability.PlayedCrm, Capability.LimitedManager, Capability.WriteLimit, Capability.PreciseCurrency,
        Capability.ShortLists, Capability.Invite,
    ];

    public void Check()
    {
        Need(!string.IsNullOrWhiteSpace(plan.Name), "Name", "must say how reports call the target");
        Need(plan.Broker is null != (plan.PlatformUnderTest is null), plan.Broker is null ? "" : "PlatformUnderTest", "must have exactly one of broker (your CRM is looked at) and platformUnderTest (your platform is)");
        if (plan.Broker is { } broker)
        {
            Check(broker);
        }

        if (plan.PlatformUnderTest is { } platform)
        {
            Check(platform);
        }

        if (plan.Platform is { } desk)
        {
            CheckAddress("Platform:Url", desk.Url);
            CheckFile("Platform:AuthorityFile", desk.AuthorityFile);
        }

        Need(
            plan.Mailbox is null || plan.Mailbox.Contains("{email}", StringComparison.Ordinal) && Uri.TryCreate(plan.Mailbox.Replace("{email}", "a@example.com", StringComparison.Ordinal), UriKind.Absolute, out _),
            "Mailbox", "must be an address with {email} where the person's address goes, such as https://mail.example.com/text?to={email}");
        CheckLimits(plan.Limits ?? new());
        CheckExceptions("Skip", plan.Skip);
        CheckExceptions("ExpectedFailures", plan.ExpectedFailures);
    }

    private void Check(BrokerPart broker)
    {
        CheckAddress("Broker:Url", broker.Url);
        Need(broker.SuccessUrl.IsAbsoluteUri, "Broker:SuccessUrl", "must be a whole address, such as https://platform.example.com/app/callback");
        CheckFile("Broker:AuthorityFile", broker.AuthorityFile);
        Need(broker.HttpPort is null or (> 0 and <= 65535), "Broker:HttpPort", "must be a port from 1 to 65535");
        foreach (var (index, offer) in broker.Offers.Index().Where(static offer => Derived.Contains(offer.Item)))
        {
            Need(false, $"Broker:Offers:{index.ToString(CultureInfo.InvariantCulture)}", $"follows from other settings by itself; take {offer} out");
        }

        Need(broker.Offers.Contains(Capability.Sso) != broker.Offers.Contains(Capability.Handoff), "Broker:Offers", "must have exactly one of sso and handoff: how users get in");
        Need(!(broker.Offers.Contains(Capability.RequiredIdentification) && broker.Offers.Contains(Capability.OptionalIdentification)), "Broker:Offers", "must not have both requiredIdentification and optionalIdentification");
        Need(!string.IsNullOrWhiteSpace(broker.BrokerName), "Broker:BrokerName", "must be the name that the platform operator gave");
        Need(!string.IsNullOrWhiteSpace(broker.BrokerCrmName), "Broker:BrokerCrmName", "must be the name that the platform operator gave");
        Need(broker.Second is null || broker.Second.BrokerName != broker.BrokerName, "Broker:Second:BrokerName", "must differ from brokerName: the second broker is another one");
        Need(broker.Second is null || broker.Second.BrokerCrmName == broker.BrokerCrmName, "Broker:Second:BrokerCrmName", "must be that of the broker: the second broker belongs to the same CRM. One of another CRM goes below other");
        Need(broker.Other is null || broker.Other.BrokerCrmName != broker.BrokerCrmName, "Broker:Other:BrokerCrmName", "must differ from brokerCrmName: a broker of the same CRM goes below second");
    }

    private void Check(PlatformPart platform)
    {
        const string part = "PlatformUnderTest";
        CheckAddress($"{part}:Url", platform.Url);
        CheckFile($"{part}:AuthorityFile", platform.AuthorityFile);
        CheckFile($"{part}:CrmCertificateFile", platform.CrmCertificateFile);
        Need(platform.HttpPort is null or (> 0 and <= 65535), $"{part}:HttpPort", "must be a port from 1 to 65535");
        Need(platform.Throttled is null or { WritesPerHour: > 0 and <= 200 }, $"{part}:Throttled:WritesPerHour", "must be from 1 to 200: cases use all of them up");
        Need(platform.TradersPerList is null or (> 0 and < 100), $"{part}:TradersPerList", "must be from 1 to 99, or left out: cases fill a list");
        if (platform.CrmUrl is { } crm)
        {
            CheckAddress($"{part}:CrmUrl", crm);
            Need(platform.CrmPassword is not null, $"{part}:CrmUrl", "needs crmPassword beside it: what the platform was told to send in call 4.1");
            Need(platform.CrmCertificateFile is not null, $"{part}:CrmUrl", "needs crmCertificateFile beside it: certificate and key of the CRM that the runner plays");
        }
    }

    private void CheckLimits(LimitPart limits)
    {
        Need(limits.CaseSeconds is >= 5 and <= 600, "Limits:CaseSeconds", "must be from 5 to 600");
        Need(limits.CallSeconds is >= 1 and <= 120, "Limits:CallSeconds", "must be from 1 to 120");
        Need(limits.Calls is >= 1 and <= 64, "Limits:Calls", "must be from 1 to 64");
        Need(limits.Tabs is >= 0 and <= 16, "Limits:Tabs", "must be from 1 to 16, or 0 for as many as there are processors");
    }

    /// <summary>A pattern that means no case is a slip, and what it was to leave out would run.</summary>
    private void CheckExceptions(string key, IReadOnlyList<ExceptionPart> exceptions)
    {
        var ids = Catalogue.Of(plan.PlatformUnderTest is null ? Side.Broker : Side.Platform).Select(static one => one.Id).ToList();
        foreach (var (index, exception) in exceptions.Index())
        {
            var place = $"{key}:{index.ToString(CultureInfo.InvariantCulture)}";
            Need(!string.IsNullOrWhiteSpace(exception.Reason), $"{place}:Reason", "must say why, for the reader of the report");
            if (!ids.Exists(id => CasePattern.Matches(exception.Cases, id)))
            {
                var meant = Suggestion.For(exception.Cases, ids);
                Need(false, $"{place}:Cases", $"matches no case{(meant is null ? "; 'drawbridge conform list' lists them" : $"; did you mean '{meant}'?")}");
            }
        }
    }

    private void CheckAddress(string key, Uri url) =>
        Need(url is { IsAbsoluteUri: true } && url.Scheme == Uri.UriSchemeHttps && url.Query.Length == 0, key, "must be https://HOST, https://HOST:PORT or such an address with a path");

    private void CheckFile(string key, string? file) => Need(file is null || File.Exists(Path.GetFullPath(file, folder)), key, "names a file that does not exist; paths begin at the plan's folder");

    private void Need(bool isSo, string key, string remedy)
    {
        if (!isSo && !faults.IsStandIn(key))
        {
            faults.Add(PlaceOf(key), key, remedy);
        }
    }

    /// <summary>The nearest that is in the file.</summary>
    private FilePlace? PlaceOf(string key)
    {
        FileNode? node = root;
        var place = root?.Place;
        foreach (var name in key.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (node)
            {
                case FileMap map when map.Find(name) is { } entry:
                    (node, place) = (entry.Value, entry.Place);
                    break;
                case FileList list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count:
                    node = list.Items[index];
                    place = node.Place;
                    break;
                default:
                    return place;
            }
        }

        return place;
    }
}
