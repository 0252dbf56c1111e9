using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>The languages of a CRM as fields: one to tick for each that screens have texts in.</summary>
internal static class LanguageFields
{
    /// <summary>Name of the field with the default language.</summary>
    public const string Default = "defaultLanguage";

    /// <summary>Name of the field of a language.</summary>
    public static string Name(string language) => $"language-{language}";

    /// <summary>What the language is called, by itself and in English.</summary>
    public static (string Own, string English) WordsOf(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return (culture.NativeName, culture.EnglishName);
    }

    public static BrokerForm Of(CrmSettings settings)
    {
        var values = TextCatalogue.Languages.ToDictionary(Name, language => settings.Languages.Contains(language, StringComparer.Ordinal) ? "on" : "", StringComparer.Ordinal);
        values[Default] = settings.DefaultLanguage;
        return BrokerForm.Of(values);
    }

    /// <summary>The order that there is stays; what is new comes behind.</summary>
    public static CrmSettings Apply(BrokerForm form, CrmSettings settings) => settings with
    {
        Languages = [.. settings.Languages.Union(TextCatalogue.Languages).Where(language => form.Has(Name(language)))],
        DefaultLanguage = form[Default],
    };

    /// <summary>What brokers lack in a language is told with the broker's name.</summary>
    public static void AddFault(FormErrors errors, string fault)
    {
        var end = fault.IndexOf(": ", StringComparison.Ordinal);
        var (key, text) = end < 0 ? ("", fault) : (fault[..end], fault[(end + 2)..]);
        var parts = key.Split(':');
        if (parts is [_, _, "Settings", "DefaultLanguage" or "Languages"])
        {
            errors.Add(Default, char.ToUpperInvariant(text[0]) + text[1..]);
        }
        else
        {
            errors.Add(field: null, parts is [_, _, "Brokers", var broker, .. var rest] ? $"{broker}, {string.Join(':', rest)}: {text}" : fault);
        }
    }
}
