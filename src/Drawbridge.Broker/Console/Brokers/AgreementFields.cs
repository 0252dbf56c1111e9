using System.Globalization;
using Drawbridge.Broker.Agreements;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Agreements as groups of fields, one for each document.</summary>
internal static class AgreementFields
{
    /// <summary>What names of fields begin with.</summary>
    public const string Prefix = "agreements";

    private const string Key = "Settings:Agreements";
    private const string From = "from=";

    /// <summary>Name of a field of a group.</summary>
    public static string Name(int group, string field) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.{group}.{field}");

    public static void Fill(BrokerSettings settings, Dictionary<string, string> values)
    {
        for (var i = 0; i < settings.Agreements.Count; i++)
        {
            var agreement = settings.Agreements[i];
            values[Name(i, "id")] = agreement.Id;
            values[Name(i, "title")] = BrokerForm.TextOf(agreement.Title);
            values[Name(i, "versions")] = string.Join('\n', agreement.Versions.Select(TextOf));
            values[Name(i, "askAgain")] = agreement.AskAgain ? "on" : "";
        }
    }

    public static BrokerConfiguration Apply(BrokerForm form, BrokerConfiguration broker, FormErrors errors) => broker with
    {
        Settings = broker.Settings with
        {
            Agreements = [.. Kept(form).Select(group => new UserAgreement
            {
                Id = form[Name(group, "id")],
                Title = form.Texts(Name(group, "title"), errors),
                Versions = [.. form.Lines(Name(group, "versions")).Select(line => ToVersion(Name(group, "versions"), line, errors)).OfType<AgreementVersion>()],
                AskAgain = form.Has(Name(group, "askAgain")),
            })],
        },
    };

    public static string? FieldOf(BrokerForm form, string key)
    {
        foreach (var group in Kept(form))
        {
            if (key.StartsWith($"{Key}:{form[Name(group, "id")]}:", StringComparison.Ordinal))
            {
                return Name(group, key[(key.LastIndexOf(':') + 1)..] switch { "Id" => "id", "Title" => "title", _ => "versions" });
            }
        }

        return key == Key && form.CountGroups(Prefix, "id") > 0 ? Name(Kept(form).LastOrDefault(), "id") : null;
    }

    /// <summary>Groups that say something and are not to go.</summary>
    private static IEnumerable<int> Kept(BrokerForm form) => Enumerable.Range(0, form.CountGroups(Prefix, "id"))
        .Where(group => !form.Has(Name(group, "remove")) && (form[Name(group, "id")] + form[Name(group, "title")] + form[Name(group, "versions")]).Length > 0);

    /// <summary><c>2026-03 https://… from=2026-03-01 de=https://…</c></summary>
    private static string TextOf(AgreementVersion version) => string.Join(
        ' ', [version.Version, version.Url.OriginalString, .. version.ValidFrom is { } from ? [From + TextOf(from)] : Array.Empty<string>(), .. version.Urls.Select(static one => $"{one.Key}={one.Value.OriginalString}")]);

    private static string TextOf(DateTimeOffset time) => (time.Offset, time.TimeOfDay) switch
    {
        ({ Ticks: 0 }, { Ticks: 0 }) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ({ Ticks: 0 }, _) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
    };

    private static AgreementVersion? ToVersion(string field, string line, FormErrors errors)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, static word => word.Contains("://", StringComparison.Ordinal));
        if (at < 1 || !Uri.TryCreate(words[at], UriKind.Absolute, out var url))
        {
            BrokerForm.AddOnce(errors, field, "Write one version a line: its name and its address, such as 2026-03 https://example.com/terms.pdf.");
            return null;
        }

        DateTimeOffset? from = null;
        var urls = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var word in words.Skip(at + 1))
        {
            if (word.StartsWith(From, StringComparison.Ordinal) && DateTimeOffset.TryParse(word[From.Length..], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                from = time;
            }
            else if (word.Split('=', 2) is not [{ Length: > 0 } language, var text] || word.StartsWith(From, StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var own) || !urls.TryAdd(language, own))
            {
                BrokerForm.AddOnce(errors, field, $"Behind the address of {string.Join(' ', words[..at])} write from=2026-03-01, or an address for a language, such as de=https://example.com/de.pdf; each once.");
            }
        }

        return new(string.Join(' ', words[..at]), url) { ValidFrom = from, Urls = urls };
    }
}
