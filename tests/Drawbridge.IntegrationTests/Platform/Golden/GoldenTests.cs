using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Drawbridge.IntegrationTests.Platform.Golden;

public sealed class SqliteGoldenTests(SqliteGoldenRun run) : GoldenTests(run), IClassFixture<SqliteGoldenRun>
{
    [Fact] // B2P-0-25, WS-30..46, WS-90, INV-31, INV-33
    public void Every_call_that_is_served_is_kept() =>
        Run.Served.Distinct().ShouldBe(Run.Answers.Values.Select(static entry => entry.Call.Call).Distinct(), ignoreOrder: true);

    [Fact]
    public void No_file_is_left_over()
    {
        var extra = GoldenFiles.Names.Except(Run.Answers.Keys).ToList();
        if (GoldenFiles.IsUpdate)
        {
            extra.ForEach(GoldenFiles.Delete);
        }

        extra.Where(_ => !GoldenFiles.IsUpdate).ShouldBeEmpty();
    }
}

public sealed class PostgresGoldenTests(PostgresGoldenRun run) : GoldenTests(run), IClassFixture<PostgresGoldenRun>;

/// <summary>Every answer, byte for byte, in each format that the call has; the same on either engine.</summary>
public abstract class GoldenTests(GoldenRun run)
{
    /// <summary>What clients of others demand of an account: the keys that are always present, and those that they read besides.</summary>
    private static readonly string[] DemandedOfAccounts =
    [
        "login", "groupName", "depositCurrency", "accessRights", "balance", "bonus", "nonWithdrawableBonus", "leverageInCents", "contactDetails",
        "registrationTimestamp", "lastUpdateTimestamp", "equity", "usedMargin", "freeMargin", "accountType",
        "moneyDigits", "cashEquity", "minEquityDaily", "maxEquityDaily", "lastConnectionTimestamp", "isLimitedRisk", "limitedRisk", "brokerName", "swapFree",
        "sendOwnStatement", "sendStatementToBroker", "totalMarginCalculationType",
    ];

    protected GoldenRun Run => run;

    [Fact] // B2P-0-7, WS-5..8, ERR-2, ERR-44, B2P-0-25
    public void Answers_are_byte_for_byte_what_they_were()
    {
        var different = new List<string>();
        foreach (var (name, (call, answer)) in run.Answers)
        {
            ((int)answer.Status).ShouldBe(call.Status, $"{name}: {answer.Text}");
            if (call.Answer == GoldenBody.Nothing)
            {
                answer.Text.ShouldBeEmpty(name); // WS-17
                continue;
            }

            answer.ContentType!.ToString().ShouldBe($"{(name.EndsWith("csv", StringComparison.Ordinal) ? "text" : "application")}/{Path.GetExtension(name)[1..]}; charset=utf-8");
            var kept = GoldenFiles.Kept(answer.Text);
            if (GoldenFiles.IsUpdate && this is SqliteGoldenTests)
            {
                GoldenFiles.Write(name, kept);
            }

            if (!GoldenFiles.Names.Contains(name) || !GoldenFiles.Read(name).AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(kept)))
            {
                different.Add($"{name}: {kept}");
            }
        }

        different.ShouldBeEmpty("UPDATE_GOLDEN=1 rewrites the files; look at what changed");
    }

    [Fact] // B2P-3.3-18..20, WS-70, WS-71
    public void An_account_has_every_key_that_strict_clients_demand_in_both_formats()
    {
        var json = run.Answers.Where(static entry => entry.Key.EndsWith(".json", StringComparison.Ordinal)).Select(static entry => (entry.Key, JsonNode.Parse(entry.Value.Answer.Text)));
        var xml = run.Answers.Where(static entry => entry.Key.EndsWith(".xml", StringComparison.Ordinal)).Select(static entry => (entry.Key, XDocument.Parse(entry.Value.Answer.Text).Root!));
        var accounts = json.SelectMany(static file => Accounts(file.Item2).Select(account => (file.Key, account.Select(static member => member.Key).ToList())))
            .Concat(xml.SelectMany(static file => Accounts(file.Item2).Select(account => (file.Key, account.Elements().Select(static e => e.Name.LocalName).ToList()))))
            .Where(static account => !account.Key.Contains("fields", StringComparison.Ordinal)).ToList();

        accounts.Count.ShouldBeGreaterThan(12);
        foreach (var (name, keys) in accounts)
        {
            DemandedOfAccounts.Except(keys).ShouldBeEmpty(name);
            keys.ShouldNotContain("hashedPassword");
        }
    }

    private static IEnumerable<JsonObject> Accounts(JsonNode? answer) => answer switch
    {
        JsonObject { } one when one.ContainsKey("login") && one.ContainsKey("balance") => [one],
        JsonObject { } list when list["trader"] is JsonArray traders => traders.Select(static trader => trader!.AsObject()),
        _ => [],
    };

    private static IEnumerable<XElement> Accounts(XElement root) => root.Name.LocalName == "trader" ? [root] : root.Elements("trader");
}
