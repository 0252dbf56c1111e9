using System.Globalization;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli.Crms;

/// <summary>What a file of CRMs may say, and how it is told what it may not.</summary>
public sealed class ConfigCheckTests
{
    [Fact]
    public async Task A_file_in_which_nothing_is_wrong_is_right_with_a_warning_for_each_secret_in_it()
    {
        var run = await ConfigFile.CheckAsync(ConfigFile.Valid);

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain("1 CRMs, 2 brokers and white labels");
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        run.Error.ShouldContain("warning: line 25: Crms:0:Brokers:1:ManagerPassword: ");
        run.Error.ShouldNotContain(ConfigFile.Secret);
        run.Error.ShouldNotContain("whsec_");
    }

    [Fact]
    public async Task The_list_may_be_the_file_and_JSON_is_YAML()
    {
        var run = await ConfigFile.CheckAsync(
            """
            [{ "Name": "one_crm", "Password": "hush-hush-hush-hush", "Brokers": [{ "Name": "one_main", "ManagerPassword": "hush", "Settings": {
              "DisplayName": "One", "LegalEntity": "One Ltd", "Jurisdiction": "Nowhere", "SuccessUrls": [{ "Url": "https://crm.example.com/done" }],
              "Platform": { "BaseUrl": "https://platform.example.com", "ManagerLogin": 1 } } }] }]
            """);

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("crms: [", "is not YAML")]
    [InlineData("crms:\n\t- name: x", "is not YAML")]
    [InlineData("crms: []", "Crms: must be a list of at least one CRM")]
    [InlineData("crms: 5", "Crms: must be a list of at least one CRM")]
    [InlineData("hush", "Crms: must be a list of at least one CRM")]
    [InlineData("- hush", "Crms:0: must be a group of settings")]
    [InlineData("crms: []\n---\ncrms: []", "line 2: has a second document")]
    [InlineData("a: &a [hush]\nb: &b [*a, *a, *a]\ncrms: [*b, *b, *b]", "line 2: B:0: anchors (&) and aliases (*) are not read")]
    [InlineData("crms: !!binary hush", "line 1: Crms: tags (!) are not read")]
    [InlineData("? [hush]\n: x", "line 1: has a list or a group where a key must be")]
    public async Task What_is_no_such_file_is_told(string text, string told)
    {
        var run = await ConfigFile.CheckAsync(text);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain(told);
        run.Error.ShouldNotContain("hush");
        run.Error.ShouldNotContain("unexpected failure");
    }

    [Fact]
    public async Task What_is_nested_without_end_or_too_large_or_no_text_is_told()
    {
        (await ConfigFile.CheckAsync(new string('[', 100_000))).Error.ShouldContain("is not YAML");
        (await ConfigFile.CheckAsync(new string(' ', (1024 * 1024) + 1))).Error.ShouldContain("has more than 1 MB");
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["x"], [0x63, 0xff, 0xfe, 0x80], TestContext.Current.CancellationToken);
        (await CommandRun.OfAsync("config", "check", folder["x"])).Error.ShouldContain("is not text in UTF-8");
        (await CommandRun.OfAsync("config", "check", folder["y"])).Error.ShouldContain("does not exist");
        (await CommandRun.OfAsync("config", "check", folder.Path)).Error.ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Secrets_are_found_where_the_file_says()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["password"], ConfigFile.Secret + "\n", TestContext.Current.CancellationToken);
        var text = ConfigFile.Valid.Replace("password: " + ConfigFile.Secret, $"password: ${{file:{folder["password"]}}}", StringComparison.Ordinal);

        var run = await ConfigFile.CheckAsync(text);

        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Error.ShouldNotContain("Crms:0:Password");
    }

    [Theory]
    [InlineData("${env:DRAWBRIDGE_TEST_NOT_SET}", "the variable DRAWBRIDGE_TEST_NOT_SET of the environment is not set")]
    [InlineData("${file:/nonexistent/secret}", "the file /nonexistent/secret cannot be read")]
    [InlineData("${vault:hush}", "a reference is ${env:NAME} or ${file:/path}")]
    [InlineData("${env:PATH}hush", "a reference is ${env:NAME} or ${file:/path}")]
    public async Task A_secret_that_is_not_where_the_file_says_is_a_fault_that_names_the_place(string reference, string told)
    {
        var run = await ConfigFile.CheckAsync(ConfigFile.Valid.Replace("password: " + ConfigFile.Secret, "password: " + reference, StringComparison.Ordinal));

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain($"has 1 fault:{Environment.NewLine}  - line 3: Crms:0:Password: {told}");
        run.Error.ShouldNotContain("hush");
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    /// <summary>One to six lines of the file are broken, each in its way; all of it must be told, each with its line.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_fault_of_a_broken_file_is_told(int seed)
    {
        var lines = ConfigFile.Valid.Split('\n');
        var picked = FaultyLine.Pick(seed);
        foreach (var fault in picked)
        {
            var line = Array.FindIndex(lines, text => text.Contains(fault.Good, StringComparison.Ordinal));
            lines[line] = lines[line].Replace(fault.Good, fault.Bad, StringComparison.Ordinal);
        }

        var run = await ConfigFile.CheckAsync(string.Join('\n', lines));

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        foreach (var fault in picked)
        {
            run.Error.ShouldContain($"line {fault.Line.ToString(CultureInfo.InvariantCulture)}: {fault.Told}");
        }

        run.Error.ShouldContain($"has {picked.Count} fault{(picked.Count == 1 ? "" : "s")}:", customMessage: run.Error);
        run.Error.ShouldNotContain(ConfigFile.Secret);
    }
}
