using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;
using Spectre.Console;

namespace Drawbridge.Cli.Trust;

/// <summary><c>drawbridge trust</c>: lets the user's browsers and tools accept the certificates of <c>drawbridge up</c>.</summary>
internal static class TrustCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var remove = new Option<bool>("--remove") { Description = "Take the authority out of every store again" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done to which store" };
        var command = new Command("trust", "Let this user's browsers and tools accept the certificates of 'drawbridge up'") { data, remove, dryRun };
        command.SetAction((result, cancellationToken) =>
            RunAsync(terminal, result.GetRequiredValue(data), result.GetValue(remove), result.GetValue(dryRun), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string data, bool remove, bool dryRun, CancellationToken cancellationToken)
    {
        var certificates = DataFolder.CertificatesIn(data);
        using var certificate = FindAuthority(data, make: !remove && !dryRun);
        var authority = new Authority(LocalCertificates.AuthorityFileIn(certificates), certificate);
        var stores = TrustStores.OfThisMachine(authority, new Programs(), terminal.IsInteractive);

        terminal.Out.MarkupLineInterpolated($"{authority.Nickname} ({authority.File})");
        var good = await new TrustRun(terminal, remove, dryRun).ApplyAsync(stores, cancellationToken);
        if (dryRun)
        {
            return good ? ExitCode.Done : ExitCode.Failed;
        }

        Remember(certificates, certificate.Thumbprint, trusted: good && !remove);
        if (!remove)
        {
            WriteOtherPrograms(terminal, authority.File);
        }

        return good ? ExitCode.Done : ExitCode.Failed;
    }

    private static X509Certificate2 FindAuthority(string data, bool make)
    {
        if (LocalCertificates.FindAuthority(DataFolder.CertificatesIn(data)) is { } certificate)
        {
            return certificate;
        }

        if (!make)
        {
            throw new FaultException(
                $"{Path.GetFullPath(data)} has no certificates.", "'drawbridge up' makes them at its first start; --data DIR names another folder.");
        }

        using var folder = DataFolder.Open(data);
        LocalCertificates.Ensure(folder.Certificates, TimeProvider.System).Dispose();
        return LocalCertificates.FindAuthority(folder.Certificates)!;
    }

    private static void Remember(string certificates, string thumbprint, bool trusted)
    {
        if (trusted)
        {
            TrustMark.Set(certificates, thumbprint);
        }
        else
        {
            TrustMark.Clear(certificates);
        }
    }

    private static void WriteOtherPrograms(Terminal terminal, string file) => terminal.Out.MarkupLineInterpolated(
        $"""
        Restart browsers that are open. Programs that keep authorities of their own are told with:
          Node.js   NODE_EXTRA_CA_CERTS={file}
          Python    REQUESTS_CA_BUNDLE={file}
          PHP       curl.cainfo={file}
          Java      keytool -importcert -alias drawbridge -file {file} -keystore KEYSTORE
        """);
}
