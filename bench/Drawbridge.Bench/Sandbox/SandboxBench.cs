using System.Globalization;

namespace Drawbridge.Bench.Sandbox;

/// <summary>The platform's side with many accounts and a long history, against itself with hardly any.</summary>
internal sealed class SandboxBench(SandboxLoads full, SandboxLoads empty, Plan plan)
{
    public const int Accounts = 10_000;
    public const int Changes = 1_000_000;

    /// <summary>Enough that calls at the same time seldom meet at the same account.</summary>
    public const int FewAccounts = 1_000;

    public async Task RunAsync(Report report, string suffix)
    {
        foreach (var loads in new[] { empty, full })
        {
            await loads.ListAsync(plan.WarmUp);
            await loads.ReadAsync(plan.WarmUp);
            await loads.ChangeAsync(plan.WarmUp);
        }

        await CompareAsync(report, "sandbox_list" + suffix, static (loads, length) => loads.ListAsync(length));
        await CompareAsync(report, "sandbox_read" + suffix, static (loads, length) => loads.ReadAsync(length));
        await CompareAsync(report, "sandbox_change" + suffix, static (loads, length) => loads.ChangeAsync(length));
    }

    private async Task CompareAsync(Report report, string name, Func<SandboxLoads, TimeSpan, Task<Load>> run)
    {
        await full.SettleAsync();
        await empty.SettleAsync();
        var fulls = new List<Load>();
        var empties = new List<Load>();
        for (var round = 0; round < plan.Rounds; round++)
        {
            fulls.Add(await run(full, plan.Length));
            empties.Add(await run(empty, plan.Length));
        }

        report.Add(name + "_vs_empty", Series.MedianRatio([.. fulls.Select(load => load.PerSecond)], [.. empties.Select(load => load.PerSecond)]));
        report.Add(name, fulls);
    }
}

/// <summary>Calls of a CRM as loads on one server.</summary>
internal sealed class SandboxLoads(SandboxProcess sandbox, Wrk wrk, int accounts)
{
    private const int Listed = 100;

    /// <summary>Lets the engine do now what it would do while it is measured.</summary>
    public Task SettleAsync() => SandboxData.SettleAsync(sandbox.Database);

    /// <summary>WebServices 4.3: a hundred accounts on each side.</summary>
    public Task<Load> ListAsync(TimeSpan duration)
    {
        var from = SandboxData.FirstRegistration.AddSeconds((accounts - Listed) / 2);
        return wrk.RunAsync(sandbox.Server, "GET", string.Create(
            CultureInfo.InvariantCulture,
            $"/v2/webserv/traders?token={sandbox.Token}&from={Text(from)}&to={Text(from.AddSeconds(Listed))}"),
            "", SandboxData.FirstLogin, accounts, duration);
    }

    /// <summary>WebServices 4.2, one account after another.</summary>
    public Task<Load> ReadAsync(TimeSpan duration) =>
        wrk.RunAsync(sandbox.Server, "GET", $"/v2/webserv/traders/{{login}}?token={sandbox.Token}", "", SandboxData.FirstLogin, accounts, duration);

    /// <summary>Call 3.5, one account after another.</summary>
    public Task<Load> ChangeAsync(TimeSpan duration) => wrk.RunAsync(
        sandbox.Server, "POST", $"/v2/webserv/traders/{{login}}/changebalance?token={sandbox.Token}",
        """{"login":{login},"preciseAmount":1.25,"type":"DEPOSIT","externalId":"bench"}""", SandboxData.FirstLogin, accounts, duration);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
}
