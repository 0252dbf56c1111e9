using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Modules;
using Drawbridge.Broker.Screens;

namespace Drawbridge.Broker.Console.Brokers;

/// <summary>The settings that brokers are asked for most, as fields.</summary>
internal static class CommonFields
{
    private static readonly (string Field, string Key)[] Keys =
    [
        ("displayName", "Settings:DisplayName"), ("legalEntity", "Settings:LegalEntity"), ("jurisdiction", "Settings:Jurisdiction"), ("accentColor", "Settings:AccentColor"),
        ("accentColorDark", "Settings:Brand:AccentColorDark"), ("successUrls", "Settings:SuccessUrls"), ("closeUrl", "Settings:CloseUrl"), ("webUrl", "Settings:WebUrl"),
        ("webOrigins", "Settings:WebOrigins"), ("hosts", "Settings:Hosts"), ("baseUrl", "Settings:Platform:BaseUrl"), ("secondBaseUrl", "Settings:Platform:SecondBaseUrl"),
        ("modules", "Settings:Modules"), ("managerPassword", "ManagerPassword"),
    ];

    public static void Fill(BrokerSettings settings, Dictionary<string, string> values)
    {
        foreach (var (field, value) in new[]
        {
            ("displayName", settings.DisplayName),
            ("legalEntity", settings.LegalEntity),
            ("jurisdiction", settings.Jurisdiction),
            ("accentColor", settings.AccentColor),
            ("accentColorDark", settings.Brand.AccentColorDark ?? ""),
            ("defaultTheme", settings.DefaultTheme),
            ("identity", settings.Identity.ToString()),
            ("successUrls", string.Join('\n', settings.SuccessUrls.Select(static one => one.Source is null ? one.Url.OriginalString : $"{one.Url.OriginalString} {one.Source}"))),
            ("closeUrl", settings.CloseUrl?.OriginalString ?? ""),
            ("webUrl", settings.WebUrl?.OriginalString ?? ""),
            ("webOrigins", string.Join('\n', settings.WebOrigins)),
            ("hosts", string.Join('\n', settings.Hosts)),
            ("baseUrl", settings.Platform.BaseUrl.OriginalString),
            ("secondBaseUrl", settings.Platform.SecondBaseUrl?.OriginalString ?? ""),
            ("managerLogin", settings.Platform.ManagerLogin.ToString(CultureInfo.InvariantCulture)),
            ("environmentName", settings.Platform.EnvironmentName),
            ("enabled", settings.Enabled ? "on" : ""),
            ("switchingIdentity", settings.SwitchingIdentity ? "on" : ""),
        })
        {
            values[field] = value;
        }

        foreach (var module in OfferedModules.All)
        {
            values[$"module-{module}"] = (module == Module.EmbeddedWeb ? settings.Modules.EmbeddedWeb : settings.Offers(module)) ? "on" : "";
        }
    }

    /// <summary>A usual composition takes the place of what was chosen.</summary>
    public static void UsePreset(Dictionary<string, string> values)
    {
        if (ModulePreset.Find(values.GetValueOrDefault("preset", "")) is { } preset)
        {
            values["identity"] = preset.Identity.ToString();
            foreach (var module in OfferedModules.All)
            {
                values[$"module-{module}"] = preset.Modules.Contains(module) ? "on" : "";
            }
        }
    }

    public static BrokerConfiguration Apply(BrokerForm form, BrokerConfiguration broker, FormErrors errors)
    {
        var settings = broker.Settings;
        var identity = Enum.TryParse<IdentityOption>(form["identity"], out var option) && Enum.IsDefined(option) ? option : settings.Identity;
        foreach (var (field, what) in new[] { ("displayName", "a name"), ("legalEntity", "the legal entity"), ("jurisdiction", "the regulator or jurisdiction"), ("environmentName", "a name, such as live") })
        {
            if (form[field].Length is 0 or > 200)
            {
                errors.Add(field, $"Enter {what} of at most 200 characters.");
            }
        }

        if (!long.TryParse(form["managerLogin"], NumberStyles.None, CultureInfo.InvariantCulture, out var login))
        {
            errors.Add("managerLogin", "Enter the manager's number.");
        }

        return broker with
        {
            ManagerPassword = form["managerPassword"].Length > 0 ? form["managerPassword"] : broker.ManagerPassword,
            Settings = settings with
            {
                DisplayName = form["displayName"],
                LegalEntity = form["legalEntity"],
                Jurisdiction = form["jurisdiction"],
                AccentColor = form["accentColor"],
                Brand = settings.Brand with { AccentColorDark = form["accentColorDark"].Length == 0 ? null : form["accentColorDark"] },
                DefaultTheme = form["defaultTheme"] is "dark" ? "dark" : "light",
                Enabled = form.Has("enabled"),
                Identity = identity,
                SwitchingIdentity = form.Has("switchingIdentity"),
                Modules = ModulesOf(form, settings, identity),
                SuccessUrls =
                [
                    .. form.Lines("successUrls").Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
                        .Select(parts => new SuccessUrl(BrokerForm.ToUrl("successUrls", parts[0], errors), parts.Length > 1 ? parts[1] : null)),
                ],
                CloseUrl = form.OptionalUrl("closeUrl", errors),
                WebUrl = form.OptionalUrl("webUrl", errors),
                WebOrigins = [.. form.Lines("webOrigins")],
                Hosts = [.. form.Lines("hosts")],
                Platform = settings.Platform with
                {
                    BaseUrl = BrokerForm.ToUrl("baseUrl", form["baseUrl"], errors), SecondBaseUrl = form.OptionalUrl("secondBaseUrl", errors), ManagerLogin = login,
                    EnvironmentName = form["environmentName"],
                },
            },
        };
    }

    public static string? FieldOf(BrokerForm form, string key) => Keys.FirstOrDefault(one => key == one.Key || key.StartsWith(one.Key + ":", StringComparison.Ordinal)).Field;

    /// <summary>A switch that nobody touched stays as it is written, so that ribbons go on following the identity option.</summary>
    private static ModuleSettings ModulesOf(BrokerForm form, BrokerSettings settings, IdentityOption identity) => OfferedModules.All.Aggregate(
        settings.Modules,
        (modules, module) => module == Module.Ribbons && settings.Modules.Ribbons is null && form.Has($"module-{module}") == (identity == IdentityOption.Sso)
            ? modules
            : modules.With(module, form.Has($"module-{module}")));
}
