using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.Connection;

/// <summary>The certificate of the server (6.1.9), and how it speaks TLS.</summary>
internal static class CertificateCases
{
    private const int FewDays = 14;
    private const int ShortestRsaKey = 2048;
    private const X509ChainStatusFlags Time = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "trusted", "The certificate comes from an authority that applications trust", Must("CONF-6.1.9-1"),
            "Use a certificate of a public authority. For a test installation give its authority as authorityFile in the plan.",
            static (run, look) =>
            {
                var faults = look.Faults(run.Context.Http.Authorities, run.Context.Time.GetUtcNow(), fetches: true) & ~Time;
                Check.That(faults == X509ChainStatusFlags.NoError, "a certificate of a trusted authority", $"one that is not trusted ({faults})");
            }),
        Case(
            "name", "The certificate is for the host of the CRM's address", Must("CONF-6.1.9-1"),
            "Have the host name of the CRM's address among the certificate's subject alternative names.",
            static (run, look) => Check.That(look.NameFits, $"a certificate for {run.Broker.Url.Host}", $"one for {NamesOf(look.Certificate)}")),
        Case(
            "not-expired", "The certificate has not expired", Must("CONF-6.1.9-1"),
            "Renew the certificate, and have that done automatically.",
            static (run, look) => Check.That(look.Certificate.NotAfter > run.Context.Time.GetUtcNow().LocalDateTime, "a certificate that is valid now", $"one that ended on {look.Certificate.NotAfter:yyyy-MM-dd}")),
        Case(
            "begun", "The certificate's time has begun", Must("CONF-6.1.9-1"),
            "Correct the clock of the machine that made the certificate, or wait until its time begins.",
            static (run, look) => Check.That(look.Certificate.NotBefore <= run.Context.Time.GetUtcNow().LocalDateTime, "a certificate that is valid now", $"one that begins on {look.Certificate.NotBefore:yyyy-MM-dd}")),
        Case(
            "days-left", $"The certificate is valid for at least {FewDays} more days", Should("CONF-6.1.9-1").Inferred,
            "Renew the certificate now; when it ends, no application can log in any more.",
            static (run, look) =>
            {
                var days = (look.Certificate.NotAfter - run.Context.Time.GetUtcNow().LocalDateTime).TotalDays;
                Check.That(days >= FewDays, $"a certificate with at least {FewDays} days left", $"one with {Math.Floor(days):0}");
            }),
        Case(
            "chain-complete", "The server sends the certificates between its own and the authority's", Must("CONF-6.1.9-1"),
            "Configure the full chain (fullchain.pem) instead of the server's certificate alone: browsers fetch what is missing, phones and servers do not.",
            static (run, look) => Check.That(
                !look.Faults(run.Context.Http.Authorities, run.Context.Time.GetUtcNow(), fetches: false).HasFlag(X509ChainStatusFlags.PartialChain),
                "a chain up to the authority", $"a certificate of {look.Certificate.Issuer}, whose own was not sent")),
        Case(
            "strong-key", "The certificate's key is strong enough for applications to accept it", Must("CONF-6.1.9-1").Inferred,
            $"Use an RSA key of at least {ShortestRsaKey} bits or an elliptic curve of 256, signed with SHA-256 or better.",
            static (_, look) => Check.That(IsStrong(look.Certificate), $"RSA from {ShortestRsaKey} bits or an elliptic curve, signed with SHA-2", Described(look.Certificate))),
        Case(
            "tls-1.2", "The server speaks TLS 1.2 or newer", Must("P2B-0-4"),
            "Switch TLS 1.2 and 1.3 on.",
#pragma warning disable CA5398, SYSLIB0039 // Not what is used, but what is looked for.
            static (_, look) => Check.That(look.Protocol is SslProtocols.Tls12 or SslProtocols.Tls13, "TLS 1.2 or 1.3", $"{look.Protocol}")),
#pragma warning restore CA5398, SYSLIB0039
        new()
        {
            Id = "api/6.1.9/no-old-tls",
            Title = "The server refuses TLS 1.0 and 1.1",
            Requirement = Must("P2B-0-4").Inferred,
            Remedy = "Switch TLS 1.0 and 1.1 off: both are broken, and RFC 8996 forbids them.",
            RunAsync = static async (run, cancellationToken) =>
            {
                foreach (var version in new[] { OldTls.Version10, OldTls.Version11 })
                {
                    run.Note($"offers {OldTls.NameOf(version)} only");
                    Check.That(!await OldTls.IsSpokenAsync(run.Broker.Url, version, cancellationToken), $"{OldTls.NameOf(version)} to be refused", "a server that goes on with it");
                }
            },
        },
    ];

    private static ConformanceCase Case(string name, string title, Requirement requirement, string remedy, Action<CaseRun, TlsLook> look) => new()
    {
        Id = $"api/6.1.9/{name}",
        Title = title,
        Requirement = requirement,
        Also = [Must("P2B-0-4")],
        Remedy = remedy,
        RunAsync = async (run, cancellationToken) => look(run, await TlsLook.OfAsync(run, cancellationToken)),
    };

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(static extension => extension.EnumerateDnsNames()).ToList();
        return names.Count == 0 ? certificate.Subject : string.Join(", ", names);
    }

    private static bool IsStrong(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var curve = certificate.GetECDsaPublicKey();
        var signature = certificate.SignatureAlgorithm.FriendlyName ?? "";
        return (rsa is null ? curve is null || curve.KeySize >= 256 : rsa.KeySize >= ShortestRsaKey)
            && !signature.Contains("sha1", StringComparison.OrdinalIgnoreCase) && !signature.Contains("md5", StringComparison.OrdinalIgnoreCase);
    }

    private static string Described(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        return $"{(rsa is null ? "a key" : $"an RSA key of {rsa.KeySize} bits")}, signed with {certificate.SignatureAlgorithm.FriendlyName}";
    }
}
