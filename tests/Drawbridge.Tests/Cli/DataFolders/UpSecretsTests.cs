using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.DataFolders;

namespace Drawbridge.Tests.Cli.DataFolders;

public sealed class UpSecretsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["secrets.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_later_start_finds_the_same_secrets()
    {
        var first = UpSecrets.Ensure(File, ["one_crm"], ["one_broker"]);
        var second = UpSecrets.Ensure(File, ["one_crm"], ["one_broker"]);

        second.CrmPasswords.ShouldBe(first.CrmPasswords);
        second.ManagementKeys.ShouldBe(first.ManagementKeys);
        second.InviteTokens.ShouldBe(first.InviteTokens);
        (second.ManagerPassword, second.ConsolePassword, second.DemoPassword)
            .ShouldBe((first.ManagerPassword, first.ConsolePassword, first.DemoPassword));
    }

    [Fact]
    public void What_an_earlier_version_did_not_know_is_added()
    {
        var first = UpSecrets.Ensure(File, ["one_crm"], ["one_broker"]);
        var second = UpSecrets.Ensure(File, ["one_crm", "other_crm"], ["one_broker"]);

        second.CrmPasswords["one_crm"].ShouldBe(first.CrmPasswords["one_crm"]);
        second.CrmPasswords.Keys.ShouldContain("other_crm");
        UpSecrets.Ensure(File, ["one_crm", "other_crm"], ["one_broker"]).CrmPasswords.ShouldBe(second.CrmPasswords);
    }

    [Fact]
    public void The_file_is_for_its_owner_only()
    {
        UpSecrets.Ensure(File, ["one_crm"], ["one_broker"]);

        FileAccessOf.ShouldBeOwnersOnly(File);
    }

    [Fact]
    public void A_damaged_file_is_named_without_what_it_holds()
    {
        System.IO.File.WriteAllText(File, """{ "managerPassword": "hush" """);

        var fault = Should.Throw<FaultException>(() => UpSecrets.Ensure(File, ["one_crm"], ["one_broker"]));

        fault.Message.ShouldContain(File);
        fault.ToString().ShouldNotContain("hush");
    }

    [Fact]
    public void They_do_not_print_themselves()
    {
        var secrets = UpSecrets.Ensure(File, ["one_crm"], ["one_broker"]);

        $"{secrets}".ShouldNotContain(secrets.ManagerPassword);
    }
}
