using System.Globalization;
using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Crms;

/// <summary>Changes of the configuration, for people and for <c>grep</c>: one line each, <c>+</c> new, <c>~</c> changed, <c>-</c> gone. No secret is in it.</summary>
internal static class ChangeReport
{
    /// <summary>All of them, CRM by CRM and broker by broker.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<EntityChange> changes)
    {
        foreach (var change in changes)
        {
            terminal.OutputWriter.WriteLine(change.Kind switch
            {
                EntityChangeKind.Added => $"+ {change.Key}",
                EntityChangeKind.Disabled => $"- {change.Key}: is not in the file; is disabled, its data stays",
                EntityChangeKind.Kept => $"= {change.Key}: is not in the file; stays as it is (--remove disables it)",
                _ => $"~ {change.Key}",
            });
            foreach (var setting in change.Kind == EntityChangeKind.Changed ? change.Settings : [])
            {
                terminal.OutputWriter.WriteLine($"    {Line(setting)}");
            }
        }
    }

    /// <summary>Who made a version, when, and from where.</summary>
    public static string Line(ConfigurationVersion version) => string.Create(
        CultureInfo.InvariantCulture,
        $"{version.Version,6}  {version.MadeAt:yyyy-MM-dd HH:mm:ss}Z  {version.Origin.Source.ToString().ToLowerInvariant(),-7}  {version.Entities,4} changed  {version.Origin.Actor}{(version.Origin.Place is { } place ? $" ({place})" : "")}{(version.Restored is { } restored ? $", puts back {restored}" : "")}");

    private static string Line(SettingChange setting) => (setting.Kind, setting.IsSecret) switch
    {
        (SettingChangeKind.Added, true) => $"+ {setting.Key}: (secret)",
        (SettingChangeKind.Removed, true) => $"- {setting.Key}: (secret)",
        (_, true) => $"~ {setting.Key}: (another secret)",
        (SettingChangeKind.Added, _) => $"+ {setting.Key}: {Quote(setting.After)}",
        (SettingChangeKind.Removed, _) => $"- {setting.Key}: {Quote(setting.Before)}",
        (_, _) when setting.Before is null && setting.After is null => $"~ {setting.Key}",
        _ => $"~ {setting.Key}: {Quote(setting.Before)} -> {Quote(setting.After)}",
    };

    private static string Quote(string? value) => value is null ? "(none)" : value.ReplaceLineEndings(" ");
}
