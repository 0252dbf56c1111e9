using System.Net.Security;
using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.Serving;

namespace Drawbridge.Tests.Cli.Serving;

public sealed class CertificateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly CertificateOptions _options;

    public CertificateFileTests()
    {
        LocalCertificates.Ensure(_folder.Path, _time).Dispose();
        _options = new CertificateOptions { File = _folder["server.crt"], KeyFile = _folder["server.key"] };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_renewed_certificate_is_presented_without_a_restart()
    {
        var file = CertificateFile.Open(_options, _time);
        var first = Thumbprint(file.Current());

        Renew();
        Thumbprint(file.Current()).ShouldBe(first);
        _time.Now += TimeSpan.FromMinutes(1);

        Thumbprint(file.Current()).ShouldNotBe(first);
    }

    [Fact]
    public void A_broken_file_leaves_the_certificate_before_in_use()
    {
        var file = CertificateFile.Open(_options, _time);
        var first = Thumbprint(file.Current());

        File.WriteAllText(_folder["server.crt"], "half of a certifi");
        File.SetLastWriteTimeUtc(_folder["server.crt"], _time.Now.UtcDateTime.AddHours(1));
        _time.Now += TimeSpan.FromMinutes(1);

        Thumbprint(file.Current()).ShouldBe(first);
    }

    private void Renew()
    {
        File.Delete(_folder["server.crt"]);
        LocalCertificates.Ensure(_folder.Path, _time).Dispose();
        File.SetLastWriteTimeUtc(_folder["server.crt"], _time.Now.UtcDateTime.AddHours(1));
    }

    private static string Thumbprint(SslServerAuthenticationOptions options) => options.ServerCertificateContext!.TargetCertificate.Thumbprint;
}
