using Drawbridge.Cli.DataFolders;

namespace Drawbridge.Tests.Cli.DataFolders;

public sealed class EnvironmentFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_is_a_key_and_a_value_as_it_is()
    {
        EnvironmentFile.Write(_folder["up.env"], [new("BROKER_URL", "https://localhost:7443"), new("DEMO_EMAIL", "demo@example.com")]);

        File.ReadAllText(_folder["up.env"]).ShouldBe("BROKER_URL=https://localhost:7443\nDEMO_EMAIL=demo@example.com\n");
    }

    [Fact]
    public void A_value_that_a_shell_would_take_apart_is_quoted()
    {
        EnvironmentFile.Write(_folder["up.env"], [new("CA_CERT", "/home/an o'hara/ca.crt")]);

        File.ReadAllText(_folder["up.env"]).ShouldBe("CA_CERT='/home/an o'\\''hara/ca.crt'\n");
    }
}
