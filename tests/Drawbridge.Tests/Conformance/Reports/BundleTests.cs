using System.IO.Compression;
using System.Text;
using Drawbridge.Conformance.Reports.Bundles;
using Drawbridge.Conformance.Reports.Files;
using Drawbridge.Tests.Cli;

namespace Drawbridge.Tests.Conformance.Reports;

/// <summary>Signed evidence: whatever is changed is told.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_not_touched_is_good()
    {
        var check = BundleCheck.Of(await NewAsync());

        check.Faults.ShouldBeEmpty();
        check.Files.ShouldBe(6);
        check.Fingerprint.ShouldBe(Fingerprint());
    }

    [Theory]
    [InlineData("run.json", "run.json was changed")]
    [InlineData("report.html", "report.html was changed")]
    [InlineData("public-key.pem", "public-key.pem is no key")]
    [InlineData("SHA256SUMS.sig", "the signature does not belong to SHA256SUMS")]
    public async Task A_change_is_told(string file, string told)
    {
        var bundle = await NewAsync();
        Change(bundle, file, content =>
        {
            content[^1] ^= 1;
            content[content.Length / 2] ^= 1;
            return content;
        });

        BundleCheck.Of(bundle).Faults.ShouldContain(fault => fault.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_fits_the_change_does_not_fit_the_signature()
    {
        var bundle = await NewAsync();
        Change(bundle, "SHA256SUMS", content => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content).Replace("run.json", "ran.json", StringComparison.Ordinal)));

        BundleCheck.Of(bundle).Faults.ShouldBe(["the signature does not belong to SHA256SUMS: that list was changed, or signed with another key", "run.json was added", "ran.json was taken out"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_added_and_taken_out_is_told()
    {
        var bundle = await NewAsync();
        using (var zip = ZipFile.Open(bundle, ZipArchiveMode.Update))
        {
            zip.GetEntry("junit.xml")!.Delete();
            zip.CreateEntry("more.txt");
        }

        BundleCheck.Of(bundle).Faults.ShouldBe(["more.txt was added", "junit.xml was taken out"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_bundle_of_somebody_else_is_good_and_has_their_fingerprint()
    {
        var run = await RunAsync();
        using var other = BundleKey.Ensure(_folder["other.pem"]);

        BundleCheck.Of(await Bundle.WriteAsync(run, other, TestContext.Current.CancellationToken)).Fingerprint.ShouldNotBe(Fingerprint());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no zip at all")]
    public async Task What_is_no_bundle_is_told(string text)
    {
        await File.WriteAllTextAsync(_folder["b.zip"], text, TestContext.Current.CancellationToken);

        BundleCheck.Of(_folder["b.zip"]).Faults.ShouldBe(["it is damaged, or no zip file"]);
    }

    [Fact]
    public async Task A_zip_without_a_signature_is_told()
    {
        var bundle = await NewAsync();
        using (var zip = ZipFile.Open(bundle, ZipArchiveMode.Update))
        {
            zip.GetEntry("SHA256SUMS.sig")!.Delete();
        }

        BundleCheck.Of(bundle).Faults.ShouldBe(["SHA256SUMS.sig is missing, so nothing says what it was"]);
    }

    [Fact]
    public async Task The_key_is_made_once_and_only_its_owner_may_read_it()
    {
        await NewAsync();
        var first = Fingerprint();

        Fingerprint().ShouldBe(first);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder["key.pem"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task<string> RunAsync()
    {
        await RunFolder.WriteAsync(ExampleRun.Record(), _folder["run"], TestContext.Current.CancellationToken);
        return _folder["run"];
    }

    private async Task<string> NewAsync()
    {
        using var key = BundleKey.Ensure(_folder["key.pem"]);
        return await Bundle.WriteAsync(await RunAsync(), key, TestContext.Current.CancellationToken);
    }

    private string Fingerprint()
    {
        using var key = BundleKey.Ensure(_folder["key.pem"]);
        return key.Fingerprint;
    }

    private static void Change(string bundle, string name, Func<byte[], byte[]> change)
    {
        using var zip = ZipFile.Open(bundle, ZipArchiveMode.Update);
        var content = new MemoryStream();
        using (var read = zip.GetEntry(name)!.Open())
        {
            read.CopyTo(content);
        }

        zip.GetEntry(name)!.Delete();
        using var write = zip.CreateEntry(name).Open();
        write.Write(change(content.ToArray()));
    }
}
