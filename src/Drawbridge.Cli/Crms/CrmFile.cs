using System.Text;
using System.Text.Json;
using Drawbridge.Broker.Configuration;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Crms.Yaml;

namespace Drawbridge.Cli.Crms;

/// <summary>CRMs, brokers and white labels as one YAML or JSON file names them.</summary>
/// <param name="Crms">What it says, secrets resolved.</param>
/// <param name="LiteralSecrets">Keys and lines of the secrets that stand in it themselves.</param>
internal sealed record CrmFile(IReadOnlyList<CrmConfiguration> Crms, IReadOnlyList<string> LiteralSecrets)
{
    private const string Root = "Crms";
    private const int Largest = 1024 * 1024;

    /// <summary>Reads the file and checks all of it.</summary>
    /// <exception cref="FaultException">Something is wrong: all of it is told, each fault with its line and key and never with a secret.</exception>
    public static CrmFile Read(string file)
    {
        var path = Path.GetFullPath(file);
        var faults = new FileFaults();
        var reader = new SettingReader(faults, Path.GetDirectoryName(path)!);
        var root = YamlReader.Read(ReadText(path), faults);
        var list = root is null ? null : FindList(root, faults);
        var crms = list is null ? [] : ReadCrms(list, reader, faults);
        faults.ThrowIfAny(path);
        return new CrmFile(crms, reader.LiteralSecrets);
    }

    /// <summary>The list itself may be the file.</summary>
    private static FileList? FindList(FileNode root, FileFaults faults)
    {
        var found = root;
        if (root is FileMap map)
        {
            found = map.Find(Root)?.Value;
            foreach (var other in map.Entries.Where(entry => !entry.Key.Equals(Root, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add(other.Line, "", "has a key beside crms; the file holds CRMs only");
            }
        }

        if (found is not FileList { Items.Count: > 0 })
        {
            faults.Add(found?.Line ?? root.Line, Root, "must be a list of at least one CRM");
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
                faults.Add(list.Items[i].Line, key, "cannot be read as a CRM");
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

    private static string ReadText(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[Largest + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= Largest
                ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content, 0, length).TrimStart('\uFEFF')
                : throw new FaultException($"{path} has more than {Largest / 1024 / 1024} MB.", "A file of CRMs is much smaller; is it the right one?");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FaultException($"{path} does not exist.", "Name a YAML file; docs/configuration.md shows one.", innerException: e);
        }
        catch (ArgumentException e)
        {
            throw new FaultException($"{path} is not text in UTF-8.", "Save it as UTF-8.", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{path} cannot be read.", "See whether it is a file, and whether you may read it.", innerException: e);
        }
    }
}
