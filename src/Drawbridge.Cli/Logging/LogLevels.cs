using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Cli.Logging;

/// <summary>Which log entries there are.</summary>
internal static class LogLevels
{
    /// <summary>
    /// The framework logs addresses, queries and redirect targets in full, and the protocol puts tokens into them. Whatever the
    /// configuration asks for, it says no less than warnings, which hold none of them.
    /// </summary>
    public static void KeepTokensOut(ILoggingBuilder logging) => logging.Services.PostConfigure<LoggerFilterOptions>(static options =>
    {
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            if (IsOfTheFramework(rule.CategoryName) && rule.LogLevel < LogLevel.Warning)
            {
                options.Rules[i] = new LoggerFilterRule(rule.ProviderName, rule.CategoryName, LogLevel.Warning, rule.Filter);
            }
        }

        // A rule of a provider wins over a rule of all, whatever its category: so the provider's get the framework's rules too.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            Limit(options, provider, "Microsoft");
            Limit(options, provider, "System");
        }
    });

    private static void Limit(LoggerFilterOptions options, string? provider, string category)
    {
        if (!options.Rules.Any(rule => rule.ProviderName == provider && string.Equals(rule.CategoryName, category, StringComparison.OrdinalIgnoreCase)))
        {
            options.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, filter: null));
        }
    }

    private static bool IsOfTheFramework(string? category) =>
        category is not null
        && (category.StartsWith("Microsoft", StringComparison.OrdinalIgnoreCase) || category.StartsWith("System", StringComparison.OrdinalIgnoreCase));
}
