using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Trust;

namespace Drawbridge.IntegrationTests.Cli;

/// <summary>A real NSS database of a folder of the test's own; no store of the machine is touched.</summary>
public sealed class NssStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drawbridge-nss-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_authority_is_put_in_once_and_taken_out_again()
    {
        Assert.SkipWhen(new Programs().Find("certutil") is null, "certutil is not installed");
        var cancellation = TestContext.Current.CancellationToken;
        LocalCertificates.Ensure(Path.Combine(_folder, "certs"), TimeProvider.System).Dispose();
        using var certificate = LocalCertificates.FindAuthority(Path.Combine(_folder, "certs"))!;
        var authority = new Authority(Path.Combine(_folder, "certs", "ca.crt"), certificate);
        var store = new NssStore("Chromium", Path.Combine(_folder, "pki", "nssdb"), authority, new Programs());

        (await RunAsync(store, remove: false)).ShouldContain("done: Chromium");
        (await store.HasAsync(cancellation)).ShouldBeTrue();
        (await RunAsync(store, remove: false)).ShouldContain("already in it");
        (await RunAsync(store, remove: true)).ShouldContain("taken out");
        (await store.HasAsync(cancellation)).ShouldBeFalse();
        (await RunAsync(store, remove: true)).ShouldContain("not in it");
    }

    private static async Task<string> RunAsync(TrustStore store, bool remove)
    {
        using var output = new StringWriter();
        (await new TrustRun(new Terminal(output, output), remove, dryRun: false).ApplyAsync([store], TestContext.Current.CancellationToken)).ShouldBeTrue();
        return output.ToString();
    }
}
