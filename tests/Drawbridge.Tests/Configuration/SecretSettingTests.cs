using System.Reflection;
using System.Text.Json.Nodes;
using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Configuration.Versions;

namespace Drawbridge.Tests.Configuration;

/// <summary>Secrets of the configuration are marked as such, and come out of nothing.</summary>
public sealed class SecretSettingTests
{
    private static readonly string[] Words = ["password", "secret", "apikey", "managementkey", "privatekey", "token", "credential"];

    // Names that only sound like it.
    private static readonly string[] NoSecrets =
    [
        "AccessTokenLifetime", "AccessTokenIdleLifetime", "IssueInAppTokens", "TokenUrl", "CredentialCheck", "ResetPassword", "ChangePassword",
    ];

    [Fact]
    public void Every_setting_that_is_called_like_a_secret_is_marked_as_one()
    {
        var settings = SettingsOf(typeof(CrmConfiguration)).ToList();
        var suspicious = settings.Where(static one => Words.Any(word => one.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) && !NoSecrets.Contains(one.Name)).ToList();

        suspicious.Count.ShouldBeGreaterThan(8);
        suspicious.Where(static one => one.GetCustomAttribute<SecretSettingAttribute>() is null).Select(static one => $"{one.DeclaringType!.Name}.{one.Name}").ShouldBeEmpty();
        settings.Where(static one => one.GetCustomAttribute<SecretSettingAttribute>() is not null).ShouldAllBe(static one => one.PropertyType == typeof(string));
    }

    [Fact]
    public void Every_marked_secret_is_found_and_none_is_left_in_a_document()
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        var document = FilledWith(typeof(CrmConfiguration), given);
        var marked = SettingsOf(typeof(CrmConfiguration)).Where(static one => one.GetCustomAttribute<SecretSettingAttribute>() is not null).Select(static one => $"{one.DeclaringType!.Name}.{one.Name}").ToHashSet(StringComparer.Ordinal);
        given.ShouldBe(marked, ignoreOrder: true);

        var seen = 0;
        SecretSettings.Rewrite(document, typeof(CrmConfiguration), (_, value) =>
        {
            value.ShouldStartWith("canary-");
            seen++;
            return SecretSettings.Kept;
        });

        seen.ShouldBeGreaterThanOrEqualTo(marked.Count);
        document.ToJsonString().ShouldNotContain("canary-");
    }

    [Fact]
    public void What_comes_or_goes_as_a_whole_is_told_setting_by_setting()
    {
        var without = new JsonObject { ["methods"] = new JsonArray(), ["mail"] = null, ["tags"] = null };
        var with = new JsonObject
        {
            ["methods"] = new JsonArray(new JsonObject { ["name"] = "card", ["currencies"] = new JsonArray("EUR", "USD") }),
            ["mail"] = new JsonObject { ["host"] = "mail.example.test", ["login"] = new JsonObject { ["password"] = SecretFingerprints.Prefix + "one" } },
            ["tags"] = new JsonObject(),
        };

        SettingDiff.Of(without, with).ShouldBe(
        [
            new SettingChange("methods:card:name", SettingChangeKind.Added, null, "card"),
            new SettingChange("methods:card:currencies", SettingChangeKind.Added, null, "EUR, USD"),
            new SettingChange("mail:host", SettingChangeKind.Added, null, "mail.example.test"),
            new SettingChange("mail:login:password", SettingChangeKind.Added, null, null, IsSecret: true),
            new SettingChange("tags", SettingChangeKind.Added, null, "(set)"),
        ]);
        SettingDiff.Of(with, without).ShouldAllBe(static one => one.Kind == SettingChangeKind.Removed && one.After == null);
    }

    [Fact]
    public void A_difference_tells_that_a_secret_is_another_one_and_not_which()
    {
        var before = new JsonObject { ["password"] = SecretFingerprints.Prefix + "one", ["name"] = "a" };
        var after = new JsonObject { ["password"] = SecretFingerprints.Prefix + "two", ["name"] = "b" };

        SettingDiff.Of(before, after).ShouldBe(
        [
            new SettingChange("password", SettingChangeKind.Changed, null, null, IsSecret: true),
            new SettingChange("name", SettingChangeKind.Changed, "a", "b"),
        ]);
    }

    /// <summary>Each list with one element, each secret with a canary.</summary>
    private static JsonObject FilledWith(Type type, HashSet<string> given)
    {
        var result = new JsonObject();
        foreach (var one in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static one => one.CanWrite))
        {
            var name = char.ToLowerInvariant(one.Name[0]) + one.Name[1..];
            if (one.GetCustomAttribute<SecretSettingAttribute>() is not null)
            {
                given.Add($"{one.DeclaringType!.Name}.{one.Name}");
                result[name] = $"canary-{one.Name}";
            }
            else if (IsOurs(one.PropertyType))
            {
                result[name] = FilledWith(one.PropertyType, given);
            }
            else if (one.PropertyType.IsGenericType && one.PropertyType.GetGenericArguments() is [var element] && IsOurs(element))
            {
                result[name] = new JsonArray(FilledWith(element, given));
            }
        }

        return result;
    }

    private static IEnumerable<PropertyInfo> SettingsOf(Type type)
    {
        var seen = new HashSet<Type>();
        var waiting = new Queue<Type>([type]);
        while (waiting.TryDequeue(out var next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            foreach (var property in next.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static one => one.CanWrite))
            {
                yield return property;
                foreach (var below in property.PropertyType.GetGenericArguments().Append(property.PropertyType).Where(IsOurs))
                {
                    waiting.Enqueue(below);
                }
            }
        }
    }

    private static bool IsOurs(Type type) => type.IsClass && type.Namespace?.StartsWith("Drawbridge", StringComparison.Ordinal) == true;
}
