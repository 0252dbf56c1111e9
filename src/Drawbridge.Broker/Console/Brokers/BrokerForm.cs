using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>The common settings of a broker as a form has them: text by the names of its fields.</summary>
internal sealed class BrokerForm
{
    private static readonly (string Field, string Key)[] Keys =
    [
        ("displayName", "Settings:DisplayName"), ("legalEntity", "Settings:LegalEntity"), ("jurisdiction", "Settings:Jurisdiction"), ("accentColor", "Settings:AccentColor"),
        ("accentColorDark", "Settings:Brand:AccentColorDark"), ("successUrls", "Settings:SuccessUrls"), ("closeUrl", "Settings:CloseUrl"), ("webUrl", "Settings:WebUrl"),
        ("webOrigins", "Settings:WebOrigins"), ("hosts", "Settings:Hosts"), ("baseUrl", "Settings:Platform:BaseUrl"), ("secondBaseUrl", "Settings:Platform:SecondBaseUrl"),
        ("modules", "Settings:Modules"), ("managerPassword", "ManagerPassword"),
    ];

    private readonly Dictionary<string, string> _values;

    private BrokerForm(Dictionary<string, string> values) => _values = values;

    /// <summary>What a field holds.</summary>
    public string this[string field] => _values.GetValueOrDefault(field, "");

    public bool Has(string field) => this[field] == "on";

    /// <summary>The form of a broker as it is.</summary>
    public static BrokerForm Of(BrokerSettings settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["displayName"] = settings.DisplayName,
            ["legalEntity"] = settings.LegalEntity,
            ["jurisdiction"] = settings.Jurisdiction,
            ["accentColor"] = settings.AccentColor,
            ["accentColorDark"] = settings.Brand.AccentColorDark ?? "",
            ["defaultTheme"] = settings.DefaultTheme,
            ["identity"] = settings.Identity.ToString(),
            ["successUrls"] = string.Join('\n', settings.SuccessUrls.Select(static one => one.Source is null ? one.Url.OriginalString : $"{one.Url.OriginalString} {one.Source}")),
            ["closeUrl"] = settings.CloseUrl?.OriginalString ?? "",
            ["webUrl"] = settings.WebUrl?.OriginalString ?? "",
            ["webOrigins"] = string.Join('\n', settings.WebOrigins),
            ["hosts"] = string.Join('\n', settings.Hosts),
            ["baseUrl"] = settings.Platform.BaseUrl.OriginalString,
            ["secondBaseUrl"] = settings.Platform.SecondBaseUrl?.OriginalString ?? "",
            ["managerLogin"] = settings.Platform.ManagerLogin.ToString(CultureInfo.InvariantCulture),
            ["environmentName"] = settings.Platform.EnvironmentName,
            ["enabled"] = settings.Enabled ? "on" : "",
            ["switchingIdentity"] = settings.SwitchingIdentity ? "on" : "",
        };
        foreach (var module in OfferedModules.All)
        {
            values[$"module-{module}"] = (module == Module.EmbeddedWeb ? settings.Modules.EmbeddedWeb : settings.Offers(module)) ? "on" : "";
        }

        return new(values);
    }

    /// <summary>The form as sent.</summary>
    public static BrokerForm From(IFormCollection form)
    {
        var values = form.Keys.ToDictionary(static key => key, key => ConsoleForm.TextOf(form, key), StringComparer.Ordinal);
        if (ModulePreset.Find(values.GetValueOrDefault("preset", "")) is { } preset)
        {
            values["identity"] = preset.Identity.ToString();
            foreach (var module in OfferedModules.All)
            {
                values[$"module-{module}"] = preset.Modules.Contains(module) ? "on" : "";
            }
        }

        return new(values);
    }

    /// <summary>The same after it was looked at.</summary>
    public static BrokerForm Parse(string text) => new(QueryHelpers.ParseQuery(text).ToDictionary(static one => one.Key, static one => one.Value.ToString(), StringComparer.Ordinal));

    /// <summary>For <see cref="Parse"/>.</summary>
    public override string ToString() => QueryString.Create(_values.Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value))).Value!;

    /// <summary>The broker as the form says; what no field has stays, and so does the password unless there is another.</summary>
    public BrokerConfiguration ApplyTo(BrokerConfiguration broker, FormErrors errors)
    {
        var settings = broker.Settings;
        var identity = Enum.TryParse<IdentityOption>(this["identity"], out var option) && Enum.IsDefined(option) ? option : settings.Identity;
        foreach (var (field, what) in new[] { ("displayName", "a name"), ("legalEntity", "the legal entity"), ("jurisdiction", "the regulator or jurisdiction"), ("environmentName", "a name, such as live") })
        {
            if (this[field].Length is 0 or > 200)
            {
                errors.Add(field, $"Enter {what} of at most 200 characters.");
            }
        }

        if (!long.TryParse(this["managerLogin"], NumberStyles.None, CultureInfo.InvariantCulture, out var login))
        {
            errors.Add("managerLogin", "Enter the manager's number.");
        }

        return broker with
        {
            ManagerPassword = this["managerPassword"].Length > 0 ? this["managerPassword"] : broker.ManagerPassword,
            Settings = settings with
            {
                DisplayName = this["displayName"],
                LegalEntity = this["legalEntity"],
                Jurisdiction = this["jurisdiction"],
                AccentColor = this["accentColor"],
                Brand = settings.Brand with { AccentColorDark = this["accentColorDark"].Length == 0 ? null : this["accentColorDark"] },
                DefaultTheme = this["defaultTheme"] is "dark" ? "dark" : "light",
                Enabled = Has("enabled"),
                Identity = identity,
                SwitchingIdentity = Has("switchingIdentity"),
                Modules = ModulesOf(settings, identity),
                SuccessUrls = [.. Lines("successUrls").Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).Select(parts => new SuccessUrl(ToUrl("successUrls", parts[0], errors), parts.Length > 1 ? parts[1] : null))],
                CloseUrl = OptionalUrl("closeUrl", errors),
                WebUrl = OptionalUrl("webUrl", errors),
                WebOrigins = [.. Lines("webOrigins")],
                Hosts = [.. Lines("hosts")],
                Platform = settings.Platform with
                {
                    BaseUrl = ToUrl("baseUrl", this["baseUrl"], errors), SecondBaseUrl = OptionalUrl("secondBaseUrl", errors), ManagerLogin = login, EnvironmentName = this["environmentName"],
                },
            },
        };
    }

    /// <summary>Puts a fault of a rule at the field that it is about, else at the head of the form.</summary>
    public static void AddFault(FormErrors errors, string brokerKey, string fault)
    {
        var rest = fault.StartsWith(brokerKey + ":", StringComparison.Ordinal) ? fault[(brokerKey.Length + 1)..] : fault;
        var end = rest.IndexOf(": ", StringComparison.Ordinal);
        var (key, text) = end < 0 ? ("", rest) : (rest[..end], rest[(end + 2)..]);
        var field = Keys.FirstOrDefault(one => key == one.Key || key.StartsWith(one.Key + ":", StringComparison.Ordinal)).Field;
        errors.Add(field, field is null && key.Length > 0 ? $"{key}: {text}" : char.ToUpperInvariant(text[0]) + text[1..]);
    }

    /// <summary>A switch that nobody touched stays as it is written, so that ribbons go on following the identity option.</summary>
    private ModuleSettings ModulesOf(BrokerSettings settings, IdentityOption identity) => OfferedModules.All.Aggregate(
        settings.Modules,
        (modules, module) => module == Module.Ribbons && settings.Modules.Ribbons is null && Has($"module-{module}") == (identity == IdentityOption.Sso)
            ? modules
            : modules.With(module, Has($"module-{module}")));

    private string[] Lines(string field) => this[field].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Uri? OptionalUrl(string field, FormErrors errors) => this[field].Length == 0 ? null : ToUrl(field, this[field], errors);

    private static Uri ToUrl(string field, string text, FormErrors errors)
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
}
