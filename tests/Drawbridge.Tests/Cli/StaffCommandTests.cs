using Drawbridge.Cli.CommandLine;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli;

/// <summary>Letting the first people into the console.</summary>
public sealed class StaffCommandTests : IDisposable
{
    private const string Password = "plover anvil teacup margin";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Somebody_is_added_once_with_a_password_from_standard_input()
    {
        await PreparedBroker.PrepareAsync(_folder);

        var first = await AddAsync(Password, "--email", "ada@example.com", "--role", "Operations", "--role", "Support");
        var second = await AddAsync(Password, "--email", "ADA@example.com");

        first.ExitCode.ShouldBe(ExitCode.Done, first.Error);
        first.Output.ShouldContain("ada@example.com");
        first.Output.ShouldContain("Operations, Support");
        second.ExitCode.ShouldBe(ExitCode.Wrong);
        second.Error.ShouldContain("already");
        (first.Output + first.Error + second.Error).ShouldNotContain(Password);
    }

    [Theory]
    [InlineData("", "standard input has no password", "--email", "ada@example.com")]
    [InlineData("password1", "most often", "--email", "ada@example.com")]
    [InlineData(Password, "e-mail", "--email", "ada")]
    [InlineData(Password, "some_crm", "--email", "ada@example.com", "--crm", "other_crm")]
    public async Task What_is_wrong_is_told_and_nobody_is_added(string password, string told, params string[] options)
    {
        await PreparedBroker.PrepareAsync(_folder);

        var run = await AddAsync(password, options);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain(told);
    }

    private async Task<CommandRun> AddAsync(string password, params string[] options)
    {
        string[] crm = options.Contains("--crm") ? [] : ["--crm", "some_crm"];
        return await CommandRun.OfAsync(password + "\n", ["staff", "add", "--config", _folder["broker.json"], .. crm, .. options]);
    }
}
