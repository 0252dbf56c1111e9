using System.Globalization;
using System.Text.Json;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Yaml;

namespace Drawbridge.Cli.Crms;

/// <summary>CRMs, brokers and white labels as one YAML or JSON file names them.</summary>
/// <param name="Crms">What it says, secrets resolved.</param>
/// <param name="LiteralSecrets">Keys and lines of the secrets that stand in it themselves.</param>
/// <param name="Version">The version of the stored configuration that it was made for; null when it does not say.</param>
internal sealed record CrmFile(IReadOnlyList<CrmConfiguration> Crms, IReadOnlyList<string> LiteralSecrets, long? Version = null)
{
    private const string Root = "Crms";
    private const string VersionKey = "version";

    /// <summary>Reads the file and checks all of it.</summary>
    /// <exception cref="FaultException">Something is wrong: all of it is told, each fault with its line and key and never with a secret.</exception>
    public static CrmFile Read(string file)
    {
        var path = Path.GetFullPath(file);
        var faults = new FileFaults();
        var reader = new SettingReader(faults, Path.GetDirectoryName(path)!);
        var root = YamlReader.Read(SettingFile.ReadText(path, "file of CRMs", "docs/configuration.md"), faults, "is empty; it must have the key crms with a list of CRMs");
        var version = root is FileMap top ? ReadVersion(top, faults) : null;
        var list = root is null ? null : FindList(root, faults);
        var crms = list is null ? [] : ReadCrms(list, reader, faults);
        faults.ThrowIfAny(path);
        return new CrmFile(crms, reader.LiteralSecrets, version);
    }

    private static long? ReadVersion(FileMap root, FileFaults faults)
    {
        if (root.Find(VersionKey) is not { } entry)
        {
            return null;
        }

        if (entry.Value is FileText text && long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        faults.Add(entry.Place, "Version", "must be the number of the version that the file was made for, as export writes it");
        return null;
    }

    /// <summary>The list itself may be the file.</summary>
    private static FileList? FindList(FileNode root, FileFaults faults)
    {
        var found = root;
        if (root is FileMap map)
        {
            found = map.Find(Root)?.Value;
            foreach (var other in map.Entries.Where(static entry =>
                !entry.Key.Equals(Root, StringComparison.OrdinalIgnoreCase) && !entry.Key.Equals(VersionKey, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add(other.Place, "", "has a key beside crms and version; the file holds CRMs only");
            }
        }

        if (found is not FileList { Items.Count: > 0 })
        {
            faults.Add((found ?? root).Place, Root, "must be a list of at least one CRM");
        }

        return found as FileList;
    }

    private static List<CrmConfiguration> ReadCrms(FileList list, SettingReader reader, FileFaults faults)
    {
        var crms = new List<CrmConfiguration>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var key = FileKey.Of(Root, i);
            var json = reader.Read(list.Items[i], BrokerConfigurationReader.Shape, key);
            try
            {
                crms.Add(BrokerConfigurationReader.Read(json));
            }
            catch (JsonException)
            {
                faults.Add(list.Items[i].Place, key, "cannot be read as a CRM");
                crms.Add(BrokerConfigurationReader.Read(SettingValue.StandIn(BrokerConfigurationReader.Shape, key)));
            }
        }

        var places = new FaultPlaces(list, crms);
        foreach (var fault in BrokerConfigurationReader.Validate(crms))
        {
            places.Add(fault, faults);
        }

        return crms;
    }
}
