using Drawbridge.Cli.Certificates;
using Drawbridge.Cli.Trust;

namespace Drawbridge.Tests.Cli.Trust;

public sealed class TrustStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Authority _authority;

    public TrustStoreTests()
    {
        LocalCertificates.Ensure(_folder["certs"], TimeProvider.System).Dispose();
        _authority = new Authority(_folder["certs/ca.crt"], LocalCertificates.FindAuthority(_folder["certs"])!);
    }

    public void Dispose()
    {
        _authority.Certificate.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("usr/local/share/ca-certificates", "update-ca-certificates", "update-ca-certificates --fresh")]
    [InlineData("etc/pki/ca-trust/source/anchors", "update-ca-trust extract", "update-ca-trust extract")]
    [InlineData("etc/ca-certificates/trust-source/anchors", "trust extract-compat", "trust extract-compat")]
    [InlineData("usr/share/pki/trust/anchors", "update-ca-certificates", "update-ca-certificates --fresh")]
    public async Task Each_distribution_is_told_in_its_own_way(string folder, string update, string prune)
    {
        Directory.CreateDirectory(_folder[folder]);
        var programs = new RecordedPrograms();
        var store = LinuxSystemStore.Find(_authority, programs, elevation: ["sudo"], _folder.Path)!;

        foreach (var step in store.Adding.Concat(store.Removing))
        {
            (await step.RunAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
        }

        programs.Commands.ShouldBe(
        [
            $"sudo install -m 0644 {_authority.File} {_folder[$"{folder}/{_authority.FileName}"]}",
            $"sudo {update}",
            $"sudo rm -f {_folder[$"{folder}/{_authority.FileName}"]}",
            $"sudo {prune}",
        ]);
    }

    [Fact]
    public async Task The_system_store_has_the_authority_when_its_file_is_there_as_it_is()
    {
        Directory.CreateDirectory(_folder["usr/local/share/ca-certificates"]);
        var store = LinuxSystemStore.Find(_authority, new RecordedPrograms(), elevation: [], _folder.Path)!;
        var target = _folder[$"usr/local/share/ca-certificates/{_authority.FileName}"];

        (await store.HasAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        File.WriteAllText(target, "another certificate");
        (await store.HasAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        File.Copy(_authority.File, target, overwrite: true);
        (await store.HasAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public void Who_is_not_root_and_has_no_sudo_is_told_the_commands()
    {
        Directory.CreateDirectory(_folder["usr/local/share/ca-certificates"]);

        LinuxSystemStore.Find(_authority, new RecordedPrograms(), elevation: null, _folder.Path)!.Obstacle!
            .ShouldContain($"install -m 0644 {_authority.File}");
    }

    [Fact]
    public void A_missing_certutil_is_named_with_its_packages() =>
        new NssStore("Chromium", _folder["nssdb"], _authority, new RecordedPrograms()).Obstacle!.ShouldContain("libnss3-tools");

    [Fact]
    public void Browsers_are_found_however_they_were_installed()
    {
        string[] databases =
        [
            ".pki/nssdb", "snap/chromium/current/.pki/nssdb", ".var/app/com.google.Chrome/.pki/nssdb", ".mozilla/firefox/abc.default",
            ".mozilla/firefox/def.work", "snap/firefox/common/.mozilla/firefox/ghi.default", ".var/app/org.mozilla.firefox/.mozilla/firefox/jkl",
        ];
        foreach (var database in databases)
        {
            Directory.CreateDirectory(_folder[database]);
            File.WriteAllText(_folder[$"{database}/cert9.db"], string.Empty);
        }

        Directory.CreateDirectory(_folder[".mozilla/firefox/Crash Reports"]);

        NssFolders.In(_folder.Path, new RecordedPrograms()).Select(found => found.Folder).ShouldBe(databases.Select(d => _folder[d]), ignoreOrder: true);
    }

    [Fact]
    public void Chromiums_database_is_made_when_it_was_never_started()
    {
        var programs = new RecordedPrograms("chromium", "certutil");
        var (browser, folder) = NssFolders.In(_folder.Path, programs).ShouldHaveSingleItem();

        new NssStore(browser, folder, _authority, programs).Adding.Select(step => step.Text).ShouldBe(
        [
            $"mkdir -p {folder}",
            $"certutil -N -d sql:{folder} --empty-password",
            $"certutil -A -d sql:{folder} -t C,, -n '{_authority.Nickname}' -i {_authority.File}",
        ]);
    }
}
