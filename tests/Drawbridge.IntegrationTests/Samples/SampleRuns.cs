using DotnetBroker;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Platform;

namespace Drawbridge.IntegrationTests.Samples;

/// <summary>Runs of cases about calls against sample brokers. Log-ins send the broker's forms without a browser, which is much quicker.</summary>
internal static class SampleRuns
{
    /// <summary>What takes longer than a machine with other things to do may let it, and is looked at twice before it counts.</summary>
    private static readonly string[] Hasty = ["api/speed/*", "api/6.1.7/*valid-within-a-minute"];

    /// <summary>The machine may have other things to do.</summary>
    public static PlanLimits Limits { get; } = new() { Call = TimeSpan.FromMinutes(1), Case = TimeSpan.FromMinutes(5) };

    /// <summary>What a sample broker offers, as samples/sandbox/conformance.yaml has it, and in strict mode.</summary>
    public static ConformancePlan PlanOf(BrokerSettings settings, TestAuthority authority, IReadOnlyList<PlanUser> users, bool inAppTokens) =>
        PlanOf(settings.PublicUrl, new(settings.BrokerName, settings.BrokerCrmName), settings.SuccessUrl, authority, users, inAppTokens);

    /// <summary>The same for a broker in a process of its own.</summary>
    public static ConformancePlan PlanOf(SampleProcess process, TestAuthority authority, IReadOnlyList<PlanUser> users, bool inAppTokens) => PlanOf(
        process.Address, new(process.Settings["BROKER_NAME"], process.Settings["BROKER_CRM_NAME"]), new(process.Settings["SUCCESS_URL"]), authority, users, inAppTokens);

    public static async Task<IReadOnlyList<CaseResult>> RunAsync(ConformancePlan plan, Func<SampleVisitor> visit, IReadOnlyList<ConformanceCase> cases, IPassingTime time)
    {
        var results = await OnceAsync(plan, visit, cases, time);
        var again = results.Where(static one => one.Verdict.IsNoted() && Hasty.Any(pattern => CasePattern.Matches(pattern, one.Case.Id))).Select(static one => one.Case).ToList();
        if (again.Count == 0)
        {
            return results;
        }

        var second = (await OnceAsync(plan, visit, again, time)).ToDictionary(static one => one.Case.Id, StringComparer.Ordinal);
        return [.. results.Select(one => second.GetValueOrDefault(one.Case.Id, one))];
    }

    /// <summary>What did not go well, each in a line.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<CaseResult> results) =>
        [.. results.Where(static one => one.Verdict.IsNoted()).Select(static one => $"{one.Case.Id}: {one.Verdict}: expected {one.Expected}, received {one.Received} {one.Reason}")];

    /// <summary>Whether it is neither passed nor left out as the plan says.</summary>
    public static bool IsNoted(this Verdict verdict) => verdict is not (Verdict.Passed or Verdict.Skipped or Verdict.Disabled);

    private static ConformancePlan PlanOf(Uri url, BrokerNames names, Uri successUrl, TestAuthority authority, IReadOnlyList<PlanUser> users, bool inAppTokens)
    {
        var offers = new HashSet<Capability> { Capability.Sso, Capability.RequiredIdentification, Capability.Deposit, Capability.Withdrawal, Capability.NewAccount, Capability.EmbeddedWeb };
        if (inAppTokens)
        {
            offers.Add(Capability.InAppToken);
        }

        return new ConformancePlan
        {
            Name = "sample broker",
            Strict = true,
            Limits = Limits,
            Skip = [new("api/6.1.9/days-left", "The tests' certificate lives for a day.")],
            Broker = new() { Url = url, Names = names, CrmPassword = FakeCrm.Password, AuthorityFile = authority.File, SuccessUrl = successUrl, Users = users, Offers = offers },
        };
    }

    private static async Task<IReadOnlyList<CaseResult>> OnceAsync(ConformancePlan plan, Func<SampleVisitor> visit, IReadOnlyList<ConformanceCase> cases, IPassingTime time)
    {
        using var http = new TargetHttp([plan.Broker!.AuthorityFile!], plan.Limits.Call, new Secrets(), TimeProvider.System);
        var context = new RunContext
        {
            Plan = plan, Http = http, Time = TimeProvider.System, PassingTime = time, Offered = PlanCapabilities.Of(plan, hasBrowser: false), LogIn = new FormLogIn(visit),
        };
        return await new Runner(context).RunAsync(cases, TestContext.Current.CancellationToken);
    }

    /// <summary>Somebody with a browser of its own for each log-in.</summary>
    private sealed class FormLogIn(Func<SampleVisitor> visit) : ILogIn
    {
        public async Task<Uri> LogInAsync(CaseRun run, PlanUser user, BrokerNames names, bool keepLoggedIn, CancellationToken cancellationToken)
        {
            run.Note($"logs {user.Email} in");
            using var visitor = visit();
            var answer = await visitor.LogInAsync(user.Email, user.Password, keepLoggedIn);
            return answer.Message.Headers.Location
                ?? throw new ConfigurationFaultException($"logging in ends with {(int)answer.Status}", "Look at who the test's users are.");
        }
    }
}
