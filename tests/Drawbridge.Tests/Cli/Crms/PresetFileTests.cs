using System.Text.RegularExpressions;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Modules;
using Drawbridge.Cli.Crms;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.Crms;

/// <summary>Files to begin with.</summary>
public sealed partial class PresetFileTests
{
    [Theory] // MOD-30..33
    [InlineData("minimal", IdentityOption.Handoff, new[] { Module.Deposit, Module.Withdrawal, Module.Kyc })]
    [InlineData("identity", IdentityOption.Sso, new[] { Module.EmbeddedWeb })]
    [InlineData("regulated", IdentityOption.Sso, new[] { Module.Deposit, Module.Withdrawal, Module.Kyc })]
    [InlineData("full", IdentityOption.Sso, new[] { Module.Deposit, Module.Withdrawal, Module.Kyc, Module.Actions, Module.Chat, Module.EmbeddedWeb, Module.Ribbons, Module.Invite })]
    public async Task A_preset_is_a_file_in_which_nothing_is_wrong_once_its_secrets_are_there(string name, IdentityOption identity, Module[] modules)
    {
        var preset = (await CommandRun.OfAsync("config", "preset", name)).ShouldEnd(0, $"identity: {identity}").Output;
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["brokers.yaml"], Reference().Replace(preset, "\"whsec_aHVzaC1odXNoLWh1c2gtaHVzaC1odXNoLWh1c2g=\""), TestContext.Current.CancellationToken);

        var settings = CrmFile.Read(folder["brokers.yaml"]).Crms.Single().Brokers.Single().Settings;

        settings.Identity.ShouldBe(identity);
        OfferedModules.All.Where(module => settings.Offers(module)).ShouldBe(modules);
        modules.Where(module => module is not (Module.Invite or Module.Actions) && !settings.Serves(module)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Presets_are_listed_and_others_are_told()
    {
        (await CommandRun.OfAsync("config", "preset")).ShouldEnd(0, "minimal    Handoff with deposit");
        (await CommandRun.OfAsync("config", "preset", "huge")).ShouldEnd(2, "", "there is no preset 'huge'");
    }

    [GeneratedRegex(@"\$\{env:[A-Z_]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
