namespace Drawbridge.Cli.Trust;

/// <summary>The user's login keychain on macOS: Safari, Chrome, curl, .NET, and Firefox, which takes the system's authorities over.</summary>
internal sealed class MacKeychain(string home, Authority authority, IPrograms programs) : TrustStore
{
    public override string Name => $"login keychain ({Keychain})";

    public override IReadOnlyList<TrustStep> Adding =>
        [TrustStep.Of(programs, ["security", "add-trusted-cert", "-r", "trustRoot", "-k", Keychain, authority.File])];

    public override IReadOnlyList<TrustStep> Removing =>
        [TrustStep.Of(programs, ["security", "delete-certificate", "-Z", authority.Certificate.Thumbprint, "-t", Keychain])];

    private string Keychain => Path.Combine(home, "Library", "Keychains", "login.keychain-db");

    public override async Task<bool> HasAsync(CancellationToken cancellationToken)
    {
        var found = await programs.RunAsync(["security", "find-certificate", "-a", "-Z", "-c", authority.Nickname, Keychain], cancellationToken);
        return found.ExitCode == 0 && found.Output.Contains(authority.Certificate.Thumbprint, StringComparison.OrdinalIgnoreCase);
    }
}
