using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;

namespace Drawbridge.Cli.Instrument;

/// <summary>Where the platform is, and which authority its certificate comes from.</summary>
/// <param name="Url">Of the platform.</param>
/// <param name="AuthorityFile">PEM file, null for the operating system's authorities.</param>
internal sealed record InstrumentConnection(Uri Url, string? AuthorityFile)
{
    public const string KeyVariable = "DRAWBRIDGE_INSTRUMENT_KEY";

    /// <summary>What the options say, else what <c>drawbridge up</c> wrote into its folder.</summary>
    /// <exception cref="FaultException">Neither says where the platform is, or it makes no sense.</exception>
    public static InstrumentConnection Find(string data, string? url, string? authorityFile)
    {
        var written = url is null ? ReadEnvironment(data) : [];
        var address = url ?? written.GetValueOrDefault("PLATFORM_URL");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new FaultException("the platform's address must be https://HOST:PORT.", "Give it with --url.");
        }

        var authority = authorityFile ?? written.GetValueOrDefault("CA_CERT");
        if (authority is not null && !File.Exists(authority))
        {
            throw new FaultException($"there is no file {authority}.", "Name the platform's certificate authority with --ca FILE.");
        }

        return new(uri, authority);
    }

    private static Dictionary<string, string> ReadEnvironment(string data)
    {
        var path = DataFolder.EnvironmentIn(data);
        try
        {
            return EnvironmentFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(
                $"{path} cannot be read, so nothing says where the platform is.",
                "Start 'drawbridge up', name its folder with --data DIR, or give the platform's address with --url and its authority with --ca.",
                innerException: e);
        }
    }
}
