using System.Security.Cryptography.X509Certificates;
using Drawbridge.Cli.Certificates;

namespace Drawbridge.Tests.Cli.Certificates;

public sealed class LocalCertificatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void The_server_certificate_is_trusted_through_the_authority_and_names_this_machine(string name)
    {
        using var certificates = Ensure();

        StatusOf(certificates.Server, certificates.Authority).ShouldBeEmpty();
        certificates.Server.MatchesHostname(name).ShouldBeTrue();
        certificates.Server.HasPrivateKey.ShouldBeTrue();
        certificates.Authority.HasPrivateKey.ShouldBeFalse();
    }

    [Fact]
    public void The_server_certificate_lives_no_longer_than_browsers_accept()
    {
        using var certificates = Ensure();

        (certificates.Server.NotAfter - certificates.Server.NotBefore).ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(397));
        (certificates.Authority.NotAfter - certificates.Authority.NotBefore).ShouldBeGreaterThan(TimeSpan.FromDays(3650));
    }

    [Fact]
    public void The_authority_can_vouch_for_nothing_but_this_machine()
    {
        Ensure().Dispose();
        using var authority = X509Certificate2.CreateFromPemFile(_folder["ca.crt"], _folder["ca.key"]);
        using var foreign = ForeignCertificate.Make("broker.example", authority, _time.GetUtcNow());

        StatusOf(foreign, authority).ShouldContain(X509ChainStatusFlags.HasNotPermittedNameConstraint);
    }

    [Fact]
    public void Keys_are_for_their_owner_only()
    {
        Ensure().Dispose();

        foreach (var key in new[] { "ca.key", "server.key" })
        {
            FileAccessOf.ShouldBeOwnersOnly(_folder[key]);
        }
    }

    [Fact]
    public void A_later_start_finds_the_same_certificates()
    {
        using var first = Ensure();
        _time.Now += TimeSpan.FromDays(365);
        using var second = Ensure();

        second.Authority.Thumbprint.ShouldBe(first.Authority.Thumbprint);
        second.Server.Thumbprint.ShouldBe(first.Server.Thumbprint);
    }

    [Fact]
    public void A_server_certificate_with_less_than_thirty_days_left_is_renewed_by_the_same_authority()
    {
        using var first = Ensure();
        _time.Now += TimeSpan.FromDays(368);
        using var second = Ensure();

        second.Authority.Thumbprint.ShouldBe(first.Authority.Thumbprint);
        second.Server.Thumbprint.ShouldNotBe(first.Server.Thumbprint);
        StatusOf(second.Server, second.Authority).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("ca.key")]
    [InlineData("server.crt")]
    [InlineData("server.key")]
    public void What_an_interrupted_start_left_out_is_made_by_the_next(string missing)
    {
        Ensure().Dispose();
        File.Delete(_folder[missing]);

        using var certificates = Ensure();

        StatusOf(certificates.Server, certificates.Authority).ShouldBeEmpty();
    }

    [Fact]
    public void A_certificate_that_does_not_fit_its_key_is_replaced()
    {
        Ensure().Dispose();
        var key = File.ReadAllText(_folder["ca.key"]);
        File.Delete(_folder["ca.crt"]);
        Ensure().Dispose();
        File.WriteAllText(_folder["ca.key"], key);

        using var certificates = Ensure();

        StatusOf(certificates.Server, certificates.Authority).ShouldBeEmpty();
        X509Certificate2.CreateFromPemFile(_folder["ca.crt"], _folder["ca.key"]).Dispose();
    }

    private LocalCertificates Ensure() => LocalCertificates.Ensure(_folder.Path, _time);

    private List<X509ChainStatusFlags> StatusOf(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        chain.Build(certificate);
        return [.. chain.ChainStatus.Select(status => status.Status)];
    }
}
