using System.Text.Json;
using System.Text.Json.Serialization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Files;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Cli.DataFolders;

/// <summary>
/// Every secret that <c>drawbridge up</c> made up at its first start, in <c>secrets.json</c>: the databases hold hashes only, so
/// without this file a later start could not tell anybody the passwords.
/// </summary>
internal sealed record UpSecrets
{
    /// <summary>Password of call 4.1, by CRM.</summary>
    public required IReadOnlyDictionary<string, string> CrmPasswords { get; init; }

    /// <summary>Key of the management API, by CRM.</summary>
    public required IReadOnlyDictionary<string, string> ManagementKeys { get; init; }

    /// <summary>What the platform proves itself with at the webhooks of cTrader Invite (INV-12), by broker.</summary>
    public required IReadOnlyDictionary<string, string> InviteTokens { get; init; }

    /// <summary>Password of the platform manager (call 3.1).</summary>
    public required string ManagerPassword { get; init; }

    /// <summary>Password of the console's first user.</summary>
    public required string ConsolePassword { get; init; }

    /// <summary>Password of the demo trader.</summary>
    public required string DemoPassword { get; init; }

    /// <summary>Reads the file; makes what it lacks, which at the first start is everything, and writes it before anything uses it.</summary>
    /// <exception cref="FaultException">The file is damaged.</exception>
    public static UpSecrets Ensure(string path, IReadOnlyList<string> crms, IReadOnlyList<string> brokers)
    {
        var known = Read(path);
        var secrets = new UpSecrets
        {
            CrmPasswords = Fill(known.CrmPasswords, crms, SecretText.ForMachines),
            ManagementKeys = Fill(known.ManagementKeys, crms, static () => ManagementKey.New().Reveal()),
            InviteTokens = Fill(known.InviteTokens, brokers, SecretText.ForMachines),
            ManagerPassword = known.ManagerPassword ?? SecretText.ForMachines(),
            ConsolePassword = known.ConsolePassword ?? SecretText.ForPeople(),
            DemoPassword = known.DemoPassword ?? SecretText.ForPeople(),
        };
        var text = JsonSerializer.Serialize(secrets, UpSecretsJson.Default.UpSecrets) + "\n";
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            PrivateFile.Write(path, text);
        }

        return secrets;
    }

    /// <summary>What the file says; null when it lacks something, such as all of it.</summary>
    /// <exception cref="FaultException">The file is damaged.</exception>
    public static UpSecrets? Find(string path) =>
        Read(path) is { CrmPasswords: { } crms, ManagementKeys: { } keys, InviteTokens: { } invite, ManagerPassword: { } manager, ConsolePassword: { } console, DemoPassword: { } demo }
            ? new() { CrmPasswords = crms, ManagementKeys = keys, InviteTokens = invite, ManagerPassword = manager, ConsolePassword = console, DemoPassword = demo }
            : null;

    /// <summary>Never a secret.</summary>
    public override string ToString() => "UpSecrets(redacted)";

    private static SecretsFile Read(string path)
    {
        if (!File.Exists(path))
        {
            return new SecretsFile();
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), UpSecretsJson.Default.SecretsFile) ?? new SecretsFile();
        }
        catch (JsonException e)
        {
            // The serializer's own message may quote a value.
            throw new FaultException(
                $"{path} is damaged at line {e.LineNumber + 1}.", "Put it back as it was, or begin afresh with another folder: --data DIR.");
        }
    }

    private static SortedDictionary<string, string> Fill(Dictionary<string, string>? known, IReadOnlyList<string> names, Func<string> make)
    {
        var all = new SortedDictionary<string, string>(known ?? [], StringComparer.Ordinal);
        foreach (var name in names)
        {
            all.TryAdd(name, make());
        }

        return all;
    }
}

/// <summary>The file as it may be: written by an earlier version that knew fewer secrets.</summary>
internal sealed class SecretsFile
{
    public Dictionary<string, string>? CrmPasswords { get; init; }

    public Dictionary<string, string>? ManagementKeys { get; init; }

    public Dictionary<string, string>? InviteTokens { get; init; }

    public string? ManagerPassword { get; init; }

    public string? ConsolePassword { get; init; }

    public string? DemoPassword { get; init; }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UpSecrets))]
[JsonSerializable(typeof(SecretsFile))]
internal sealed partial class UpSecretsJson : JsonSerializerContext;
