using Drawbridge.Client.Platform.Budget;
using Drawbridge.Client.Platform.Lines;
using Drawbridge.Client.Platform.Wire;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Platform;

/// <summary>Settings of the calls to the platform, under <c>Drawbridge:PlatformClient</c>.</summary>
public sealed class PlatformClientOptions
{
    public const string Section = "Drawbridge:PlatformClient";

    /// <summary>
    /// How long one call may take: connecting, fetching a manager token, going over to the other endpoint and reading included, waiting for
    /// the hourly limit not. 10 seconds.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connecting may take, TLS included. 3 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How calls go over to the other endpoint and come back.</summary>
    public FailoverOptions Failover { get; set; } = new();

    /// <summary>How writes keep under the platform's hourly limit.</summary>
    public WriteBudgetOptions WriteBudget { get; set; } = new();

    /// <summary>
    /// Other paths for calls whose published form was lost (DEC-6, DEC-12), by the call's number, such as <c>3.11</c> or <c>WS 4.9</c>. With
    /// their base; <c>{login}</c> stands for the account.
    /// </summary>
    public IDictionary<string, string> Paths { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Other names for parameters, keys and columns whose published form was lost (DEC-12, DEC-25): ours, such as <c>lastDealFrom</c>, and
    /// what the platform calls it.
    /// </summary>
    public IDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// PEM file with authorities that are trusted beside the system's, such as the one of a local platform. Certificates are always
    /// checked; nothing switches that off.
    /// </summary>
    public string? AuthorityFile { get; set; }

    /// <summary>Allows <c>http</c> to a loopback address, for tests only (B2P-0-2). Off.</summary>
    public bool AllowLoopbackHttp { get; set; }

    /// <summary>Reports every fault at once.</summary>
    internal sealed class Validator : IValidateOptions<PlatformClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, PlatformClientOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            CheckTime(result, options.Timeout, TimeSpan.FromMinutes(5), nameof(Timeout));
            CheckTime(result, options.ConnectTimeout, TimeSpan.FromMinutes(1), nameof(ConnectTimeout));
            options.Failover.Check((problem, key) => result.AddError(problem, $"{Section}:{nameof(Failover)}:{key}"));
            options.WriteBudget.Check((problem, key) => result.AddError(problem, $"{Section}:{nameof(WriteBudget)}:{key}"));
            foreach (var (number, path) in options.Paths)
            {
                CheckPath(result, number, path);
            }

            foreach (var (ours, theirs) in options.Names.Where(static entry => !LostNames.IsName(entry.Key) || !LostNames.IsName(entry.Value)))
            {
                result.AddError($"must be a name of letters and digits for another such name, but is '{theirs}'", $"{Section}:{nameof(Names)}:{ours}");
            }

            if (options.AuthorityFile is { } file && !File.Exists(file))
            {
                result.AddError($"names a file that does not exist: {file}", $"{Section}:{nameof(AuthorityFile)}");
            }

            return result.Build();
        }

        private static void CheckTime(ValidateOptionsResultBuilder result, TimeSpan value, TimeSpan longest, string property)
        {
            if (value <= TimeSpan.Zero || value > longest)
            {
                result.AddError($"must be above zero and at most {longest}, but is {value}", $"{Section}:{property}");
            }
        }

        private static void CheckPath(ValidateOptionsResultBuilder result, string number, string path)
        {
            var key = $"{Section}:{nameof(Paths)}:{number}";
            if (PlatformCalls.All.FirstOrDefault(call => call.Number == number) is not { } call)
            {
                result.AddError($"is no call; the calls are {string.Join(", ", PlatformCalls.All.Select(static known => known.Number))}", key);
            }
            else if (!path.StartsWith('/') || path.AsSpan().ContainsAny("?#"))
            {
                result.AddError($"must start with '/' and have no query, but is '{path}'", key);
            }
            else if (path.Contains("{login}", StringComparison.Ordinal) != call.Template.Contains("{login}", StringComparison.Ordinal))
            {
                result.AddError($"must have '{{login}}' where '{call.Template}' has it, and nowhere else, but is '{path}'", key);
            }
        }
    }
}
