using System.Security.Cryptography;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Reports.Bundles;

namespace Drawbridge.Cli.Conform.Evidence;

/// <summary>Opens the key that bundles are signed with.</summary>
internal static class SigningKey
{
    private const string Variable = "DRAWBRIDGE_CONFORMANCE_KEY";

    /// <summary>The user's own key; made at first use. A variable of the environment names another file, such as a secret of a CI job.</summary>
    /// <exception cref="FaultException">It cannot be read or made.</exception>
    public static BundleKey Open()
    {
        var file = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : BundleKey.DefaultFile;
        try
        {
            return BundleKey.Ensure(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new FaultException(
                $"the key that evidence is signed with, {file}, cannot be read or made.", $"See whether you may write there, or name another file in {Variable}; one that is damaged may be deleted.", innerException: e);
        }
    }
}
