using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Drawbridge.Cli.Trust;

/// <summary>The user's root store on Windows: Edge, Chrome, .NET, PowerShell, and Firefox, which takes the system's authorities over.</summary>
internal sealed class WindowsRootStore(Authority authority) : TrustStore
{
    public override string Name => @"root store (Cert:\CurrentUser\Root)";

    public override IReadOnlyList<TrustStep> Adding =>
        [new($"certutil -user -addstore Root {authority.File}", _ => ChangeAsync(store => store.Add(authority.Certificate)))];

    public override IReadOnlyList<TrustStep> Removing =>
        [new($"certutil -user -delstore Root {authority.Certificate.Thumbprint}", _ => ChangeAsync(store => store.Remove(authority.Certificate)))];

    public override Task<bool> HasAsync(CancellationToken cancellationToken)
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.CurrentUser, OpenFlags.ReadOnly);
        return Task.FromResult(
            store.Certificates.Find(X509FindType.FindByThumbprint, authority.Certificate.Thumbprint, validOnly: false).Count > 0);
    }

    /// <summary>Windows asks the user first, who may say no.</summary>
    private static Task<string?> ChangeAsync(Action<X509Store> change)
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.CurrentUser, OpenFlags.ReadWrite);
            change(store);
            return Task.FromResult<string?>(null);
        }
        catch (CryptographicException e)
        {
            return Task.FromResult<string?>(e.Message);
        }
    }
}
