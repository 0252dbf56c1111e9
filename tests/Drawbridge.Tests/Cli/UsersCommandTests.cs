using Drawbridge.Cli.CommandLine;
using Drawbridge.Tests.Cli.CommandLine;

namespace Drawbridge.Tests.Cli;

/// <summary>Bringing users along from a file.</summary>
public sealed class UsersCommandTests : IDisposable
{
    private const string Hash = "5f4dcc3b5aa765d61d8327deb882cf99";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_imported_once_and_what_is_not_taken_stands_in_a_file_without_hashes()
    {
        await PreparedBroker.PrepareAsync(_folder);
        File.WriteAllText(_folder["users.csv"], $"id,email,passwordHash,passwordScheme\n1,a@example.com,{Hash},md5\n2,nobody,{Hash},md5\n3,c@example.com,{Hash},\n");

        var rehearsal = await ImportAsync("users.csv", "--dry-run");
        var first = await ImportAsync("users.csv");
        var again = await ImportAsync("users.csv");
        var resumed = await ImportAsync("users.csv", "--resume");

        rehearsal.Output.ShouldContain("rehearsed 1 new, 0 linked, 0 updated, 0 unchanged, 2 not taken");
        first.Output.ShouldContain("imported 1 new, 0 linked, 0 updated, 0 unchanged, 2 not taken");
        first.ExitCode.ShouldBe(ExitCode.Failed);
        again.Output.ShouldContain("0 new, 0 linked, 0 updated, 1 unchanged, 2 not taken");
        resumed.Output.ShouldContain("1 unchanged"); // that run had come to the end
        var report = File.ReadAllText(_folder["users.csv.refused.csv"]);
        report.ShouldBe("line,reason\n3,\"email must be an e-mail address\"\n4,\"passwordHash is in no form that is known here; a plain digest needs its scheme\"\n");
        (first.Output + first.Error + report).ShouldNotContain(Hash);
    }

    [Fact]
    public async Task Everything_taken_is_success()
    {
        await PreparedBroker.PrepareAsync(_folder);
        File.WriteAllText(_folder["users.jsonl"], """{"id":"1","email":"a@example.com"}""");

        (await ImportAsync("users.jsonl", "--report", _folder["else.csv"])).ExitCode.ShouldBe(ExitCode.Done);

        File.ReadAllText(_folder["else.csv"]).ShouldBe("line,reason\n");
    }

    [Theory]
    [InlineData("some_broker", "id,mail\n1,a@example.com\n", "The first line must name columns, each once: id, email,")]
    [InlineData("other_broker", "id,email\n", "There is no broker 'other_broker'; there are: some_broker.")]
    public async Task What_is_wrong_as_a_whole_is_told(string broker, string text, string told)
    {
        await PreparedBroker.PrepareAsync(_folder);
        File.WriteAllText(_folder["users.csv"], text);

        var run = await CommandRun.OfAsync("users", "import", _folder["users.csv"], "--config", _folder["broker.json"], "--broker", broker);

        run.ExitCode.ShouldBe(ExitCode.Wrong);
        run.Error.ShouldContain(told);
    }

    private Task<CommandRun> ImportAsync(string file, params string[] options) =>
        CommandRun.OfAsync(["users", "import", _folder[file], "--config", _folder["broker.json"], "--broker", "some_broker", .. options]);
}
