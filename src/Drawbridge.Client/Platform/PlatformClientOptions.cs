using Drawbridge.Protocol.Platform;
using Microsoft.Extensions.Options;

namespace Drawbridge.Client.Platform;

/// <summary>Settings of the calls to the platform, under <c>Drawbridge:PlatformClient</c>.</summary>
public sealed class PlatformClientOptions
{
    public const string Section = "Drawbridge:PlatformClient";

    /// <summary>How long one request may take, connecting and reading included. 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Path of call 3.11, whose published form was lost (B2P-3.11-1, DEC-6).</summary>
    public string UserIdPath { get; set; } = PlatformPaths.UserId;

    /// <summary>Path of call 3.12, whose published form was lost (B2P-3.12-1, DEC-6).</summary>
    public string LogoutPath { get; set; } = PlatformPaths.Logout;

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
            if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(5))
            {
                result.AddError($"must be above zero and at most five minutes, but is {options.Timeout}", $"{Section}:{nameof(Timeout)}");
            }

            CheckPath(result, options.UserIdPath, nameof(UserIdPath));
            CheckPath(result, options.LogoutPath, nameof(LogoutPath));
            if (options.AuthorityFile is { } file && !File.Exists(file))
            {
                result.AddError($"names a file that does not exist: {file}", $"{Section}:{nameof(AuthorityFile)}");
            }

            return result.Build();
        }

        private static void CheckPath(ValidateOptionsResultBuilder result, string path, string property)
        {
            if (!path.StartsWith('/') || path.Contains('?', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal))
            {
                result.AddError($"must start with '/' and have no query, but is '{path}'", $"{Section}:{property}");
            }
        }
    }
}
