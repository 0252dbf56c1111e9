using Drawbridge.Broker.Brokers;
using Drawbridge.Cli.CommandLine;
using Drawbridge.Storage;
using Drawbridge.Tests.Cli.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drawbridge.Tests.Cli;

/// <summary>A broker's side that was started once, for commands that work on its database.</summary>
internal static class PreparedBroker
{
    /// <summary>Leaves <c>broker.json</c> in the folder, and the database it names with broker <c>some_broker</c> of <c>some_crm</c>.</summary>
    public static async Task PrepareAsync(TemporaryFolder folder)
    {
        var database = $"sqlite:{folder["broker.db"]}";
        File.WriteAllText(folder["broker.json"], $$"""{ "Drawbridge": { "Database": "{{database}}", "Passwords": { "Iterations": 10 } } }""");
        (await CommandRun.OfAsync("migrate", "--database", database, "--component", "broker")).ExitCode.ShouldBe(ExitCode.Done);
        await using var opened = Database.Open(DatabaseOptions.Parse(database), TimeProvider.System, NullLoggerFactory.Instance);
        await opened.WriteAsync(
            async session =>
            {
                var id = await BrokerStore.PutCrmAsync(session, "some_crm", new());
                await BrokerStore.PutBrokerAsync(
                    session, id, "some_broker",
                    new()
                    {
                        DisplayName = "Some Broker", LegalEntity = "Some Broker Ltd", Jurisdiction = "Nowhere", SuccessUrls = [new(new("https://app.example.test/"))],
                        Platform = new(new("https://platform.example.test"), ManagerLogin: 1),
                    },
                    "sealed");
            },
            TestContext.Current.CancellationToken);
    }
}
