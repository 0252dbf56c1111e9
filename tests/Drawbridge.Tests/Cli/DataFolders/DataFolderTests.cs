using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;

namespace Drawbridge.Tests.Cli.DataFolders;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_in_use_is_refused_with_what_to_do()
    {
        using var first = DataFolder.Open(_folder["data"]);

        var fault = Should.Throw<FaultException>(() => DataFolder.Open(_folder["data"]));

        fault.ExitCode.ShouldBe(ExitCode.Wrong);
        fault.Message.ShouldContain("another 'drawbridge up'");
        fault.Remedy!.ShouldContain("--data DIR");
    }

    [Fact]
    public void A_folder_that_was_given_up_is_free()
    {
        DataFolder.Open(_folder["data"]).Dispose();

        DataFolder.Open(_folder["data"]).Dispose();
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused_with_what_to_do()
    {
        File.WriteAllText(_folder["data"], string.Empty);

        Should.Throw<FaultException>(() => DataFolder.Open(_folder["data"])).Remedy!.ShouldContain("--data DIR");
    }

    [Fact]
    public void The_folder_is_for_its_owner_only()
    {
        using var folder = DataFolder.Open(_folder["data"]);

        FileAccessOf.ShouldBeOwnersOnly(folder.Path);
    }
}
