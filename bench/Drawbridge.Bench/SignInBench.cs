namespace Drawbridge.Bench;

/// <summary>
/// The login form against the hash that each login has to compute, what a flood of logins does to the calls of the platform, and whether the time
/// of a refused login tells that the account exists.
/// </summary>
internal sealed class SignInBench(ServerLoads loads, Plan plan)
{
    private const int Rounds = 3;
    private const int Refusals = 100;

    public async Task RunAsync(Report report)
    {
        var signIns = new List<Load>();
        var hashes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            signIns.Add(await loads.SignInAsync(plan.SignIn));
            hashes.Add(await RawHash.MeasureAsync(plan.SignIn));
        }

        await RunFloodAsync(report);
        var refused = await loads.RefuseAsync(Refusals);
        report.Add("refused_signin_known_vs_unknown", refused.Ratio);
        report.Add("refused_signin_known_unknown_t", refused.T);
        report.Add("signin_vs_raw_hash", Series.MedianRatio([.. signIns.Select(load => load.PerSecond)], hashes));
        report.Add("signin", signIns);
        report.Add("raw_hash_per_s", hashes.Median());
    }

    /// <summary>Call 4.3 alone, and while all hashing threads are busy.</summary>
    private async Task RunFloodAsync(Report report)
    {
        var alone = new List<Load>();
        var flooded = new List<Load>();
        for (var round = 0; round < Rounds; round++)
        {
            alone.Add(await loads.ValidateCalmlyAsync(plan.SignIn));
            var signIns = loads.SignInAsync(plan.SignIn + plan.WarmUp);
            flooded.Add(await loads.ValidateCalmlyAsync(plan.SignIn));
            await signIns;
        }

        report.Add("validate_p99_with_signins_vs_alone", Series.MedianRatio([.. flooded.Select(load => load.P99)], [.. alone.Select(load => load.P99)]));
        report.Add("validate_alone", alone);
        report.Add("validate_with_signins", flooded);
    }
}
