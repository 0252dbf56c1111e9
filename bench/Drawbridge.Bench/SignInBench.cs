namespace Drawbridge.Bench;

/// <summary>The login form against the hash that each login has to compute.</summary>
internal sealed class SignInBench(ServerLoads loads, Plan plan)
{
    private const int Rounds = 3;

    public async Task RunAsync(Report report)
    {
        var signIns = new List<Load>();
        var hashes = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            signIns.Add(await loads.SignInAsync(plan.SignIn));
            hashes.Add(await RawHash.MeasureAsync(plan.SignIn));
        }

        report.Add("signin_vs_raw_hash", Series.MedianRatio([.. signIns.Select(load => load.PerSecond)], hashes));
        report.Add("signin", signIns);
        report.Add("raw_hash_per_s", hashes.Median());
    }
}
