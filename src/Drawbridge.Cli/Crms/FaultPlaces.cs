using System.Globalization;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.Yaml;

namespace Drawbridge.Cli.Crms;

/// <summary>
/// Finds the line of what a rule of the configuration found: rules name CRMs, brokers and what they have by name, a file has them by number.
/// </summary>
internal sealed class FaultPlaces(FileList list, IReadOnlyList<CrmConfiguration> crms)
{
    private const string Root = "Crms";
    private static readonly string[] Names = ["name", "id", "type"];

    /// <summary>Adds the fault, unless it only follows from one that is known.</summary>
    public void Add(string fault, FileFaults faults)
    {
        var end = fault.IndexOf(": ", StringComparison.Ordinal);
        var key = end < 0 ? "" : fault[..end];
        var remedy = end < 0 ? fault : fault[(end + 2)..];
        var (line, place) = Find(key);
        if (!faults.IsStandIn(place))
        {
            faults.Add(line is { } at ? new FilePlace(at) : null, place, remedy);
        }
    }

    private (int? Line, string Key) Find(string key)
    {
        var names = key.Split(':');
        if (names[0] != Root || names.Length == 1)
        {
            return (null, key);
        }

        FileNode node = list;
        var line = list.Line;
        var place = Root;
        for (var i = 1; i < names.Length; i++)
        {
            var at = node is FileList items ? IndexOf(items, names[i], place) : -1;
            if (node is FileList all && at >= 0)
            {
                (node, place) = (all.Items[at], FileKey.Of(place, at));
                line = node.Line;
            }
            else if (node is FileMap map && map.Find(names[i]) is { } entry)
            {
                (node, line, place) = (entry.Value, entry.Line, $"{place}:{names[i]}");
            }
            else
            {
                return (line, string.Join(':', [place, .. names[i..]]));
            }
        }

        return (line, place);
    }

    /// <summary>The name of a CRM or broker may have a fault itself, and then something stands in for it.</summary>
    private int IndexOf(FileList items, string name, string place)
    {
        var byName = items.Items.ToList().FindIndex(item => item is FileMap map && Names.Any(one => map.Find(one)?.Value is FileText text && text.Value == name));
        if (byName >= 0)
        {
            return byName;
        }

        if (place.Split(':') is [Root, .. var rest] && rest is [] or [_, "Brokers"])
        {
            var named = rest is [var crm, _] ? crms[int.Parse(crm, CultureInfo.InvariantCulture)].Brokers.Select(static broker => broker.Name) : crms.Select(static crm => crm.Name);
            return named.ToList().IndexOf(name);
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Items.Count ? index : -1;
    }
}
