using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Trust;

/// <summary>A database of Mozilla's NSS: Chromium, Chrome and Firefox on Linux read theirs instead of the system's store.</summary>
internal sealed class NssStore(string browser, string folder, Authority authority, IPrograms programs) : TrustStore
{
    public override string Name => $"{browser} ({folder})";

    public override string? Obstacle => programs.Find("certutil") is not null
        ? null
        : "It is changed with the program certutil, which is not installed. It is in the package libnss3-tools (Debian, Ubuntu), "
            + "nss-tools (Fedora), nss (Arch) or mozilla-nss-tools (openSUSE). Install that, then run this again.";

    public override IReadOnlyList<TrustStep> Adding
    {
        get
        {
            var add = Step(["certutil", "-A", "-d", Database, "-t", "C,,", "-n", authority.Nickname, "-i", authority.File]);
            return Exists ? [add] : [MakeFolder(), Step(["certutil", "-N", "-d", Database, "--empty-password"]), add];
        }
    }

    public override IReadOnlyList<TrustStep> Removing => [Step(["certutil", "-D", "-d", Database, "-n", authority.Nickname])];

    private string Database => $"sql:{folder}";

    private bool Exists => File.Exists(Path.Combine(folder, "cert9.db"));

    public override async Task<bool> HasAsync(CancellationToken cancellationToken)
    {
        if (!Exists || Obstacle is not null)
        {
            return false;
        }

        var found = await programs.RunAsync(["certutil", "-L", "-d", Database, "-n", authority.Nickname, "-a"], cancellationToken);
        return found.ExitCode == 0 && IsTheAuthority(found.Output);
    }

    private bool IsTheAuthority(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.Thumbprint == authority.Certificate.Thumbprint;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private TrustStep Step(IReadOnlyList<string> command) => TrustStep.Of(programs, command);

    private TrustStep MakeFolder() => Step(["mkdir", "-p", folder]);
}
