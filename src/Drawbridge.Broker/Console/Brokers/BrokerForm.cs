using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>Settings of a broker, or of a CRM, as a form has them: text by the names of its fields.</summary>
internal sealed class BrokerForm
{
    /// <summary>Name of the hidden field with the <see cref="BrokerPart"/>.</summary>
    public const string PartField = "part";

    /// <summary>More groups than anybody has use for.</summary>
    public const int MostGroups = 50;

    /// <summary>Room for as many.</summary>
    public static readonly FormLimits Limits = new(2048, 512 * 1024);

    private readonly Dictionary<string, string> _values;

    private BrokerForm(Dictionary<string, string> values) => _values = values;

    /// <summary>What a field holds.</summary>
    public string this[string field] => _values.GetValueOrDefault(field, "");

    /// <summary>Which part it is about.</summary>
    public BrokerPart Part => BrokerPart.Of(this[PartField]);

    public bool Has(string field) => this[field] == "on";

    /// <summary>Whether the form has the field at all.</summary>
    public bool IsThere(string field) => _values.ContainsKey(field);

    /// <summary>How many groups of fields there are whose names begin with <c>prefix.0.</c> and so on.</summary>
    public int CountGroups(string prefix, string field)
    {
        var count = 0;
        while (count < MostGroups && IsThere(string.Create(CultureInfo.InvariantCulture, $"{prefix}.{count}.{field}")))
        {
            count++;
        }

        return count;
    }

    /// <summary>The form of a broker as it is.</summary>
    public static BrokerForm Of(BrokerSettings settings, BrokerPart part)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [PartField] = part.Name };
        part.Fill(settings, values);
        return new(values);
    }

    /// <summary>A form of fields.</summary>
    public static BrokerForm Of(Dictionary<string, string> values) => new(values);

    /// <summary>The form as sent.</summary>
    public static BrokerForm From(IFormCollection form)
    {
        var values = form.Keys.ToDictionary(static key => key, key => ConsoleForm.TextOf(form, key), StringComparer.Ordinal);
        CommonFields.UsePreset(values);
        return new(values);
    }

    /// <summary>The same after it was looked at.</summary>
    public static BrokerForm Parse(string text) => new(QueryHelpers.ParseQuery(text).ToDictionary(static one => one.Key, static one => one.Value.ToString(), StringComparer.Ordinal));

    /// <summary>For <see cref="Parse"/>.</summary>
    public override string ToString() => QueryString.Create(_values.Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value))).Value!;

    /// <summary>The broker as the form says; what no field has stays, and so does the password unless there is another.</summary>
    public BrokerConfiguration ApplyTo(BrokerConfiguration broker, FormErrors errors) => Part.Apply(this, broker, errors);

    /// <summary>Puts a fault of a rule at the field that it is about, else at the head of the form. A field has one fault.</summary>
    public void AddFault(FormErrors errors, string brokerKey, string fault)
    {
        var rest = fault.StartsWith(brokerKey + ":", StringComparison.Ordinal) ? fault[(brokerKey.Length + 1)..] : fault;
        var end = rest.IndexOf(": ", StringComparison.Ordinal);
        var (key, text) = end < 0 ? ("", rest) : (rest[..end], rest[(end + 2)..]);
        var field = Part.FieldOf(this, key);
        if (field is null || errors.Of(field) is null)
        {
            errors.Add(field, field is null && key.Length > 0 ? $"{key}: {text}" : char.ToUpperInvariant(text[0]) + text[1..]);
        }
    }

    /// <summary>Says at each error of a group whose it is.</summary>
    public void CallGroups(FormErrors errors)
    {
        foreach (var field in errors.All.Select(static error => error.Field).OfType<string>().ToList())
        {
            if (field.Split('.') is [var prefix, var group, ..] && this[$"{prefix}.{group}.id"] is { Length: > 0 } id)
            {
                errors.Call(field, id);
            }
        }
    }

    public string[] Lines(string field) => this[field].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Uri? OptionalUrl(string field, FormErrors errors) => this[field].Length == 0 ? null : ToUrl(field, this[field], errors);

    public static Uri ToUrl(string field, string text, FormErrors errors)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return url;
        }

        if (errors.Of(field) is null)
        {
            errors.Add(field, "Enter an absolute address, such as https://example.com.");
        }

        return new Uri("https://missing.invalid/");
    }

    /// <summary>A number, or null when the field is empty; one that cannot be read is told.</summary>
    public decimal? Number(string field, FormErrors errors) => this[field].Length == 0 ? null : ToNumber(field, this[field], errors);

    /// <summary>Numbers between spaces or commas.</summary>
    public IReadOnlyList<decimal> Numbers(string field, FormErrors errors) => [.. Words(field).Select(word => ToNumber(field, word, errors)).OfType<decimal>()];

    /// <summary>Words between spaces or commas.</summary>
    public string[] Words(string field) => this[field].Split([' ', ',', ';', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Texts by language, a line for each: <c>en = Card</c>.</summary>
    public IReadOnlyDictionary<string, string> Texts(string field, FormErrors errors)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines(field))
        {
            if (line.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } language, { Length: > 0 } text])
            {
                AddOnce(errors, field, "Write one language a line, such as en = Your text.");
            }
            else if (!texts.TryAdd(language, text))
            {
                AddOnce(errors, field, $"The language {language} stands there twice.");
            }
        }

        return texts;
    }

    /// <summary>For <see cref="Texts"/>.</summary>
    public static string TextOf(IReadOnlyDictionary<string, string> texts) => string.Join('\n', texts.Select(static one => $"{one.Key} = {one.Value}"));

    public static string TextOf(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>A field says one thing at a time.</summary>
    public static void AddOnce(FormErrors errors, string field, string text)
    {
        if (errors.Of(field) is null)
        {
            errors.Add(field, text);
        }
    }

    private static decimal? ToNumber(string field, string text, FormErrors errors)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        AddOnce(errors, field, "Enter a number such as 7.50.");
        return null;
    }
}
