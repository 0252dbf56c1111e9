using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Conformance.Running;

/// <summary>A runner without a target, for cases that make no calls.</summary>
internal sealed class RunnerStage
{
    public ManualTimeProvider Time { get; } = new();

    public async Task<CaseResult> OneAsync(ConformanceCase one, Func<ConformancePlan, ConformancePlan>? change = null) => (await RunAsync([one], change)).ShouldHaveSingleItem();

    public async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<ConformanceCase> cases, Func<ConformancePlan, ConformancePlan>? change = null)
    {
        var plan = new ConformancePlan
        {
            Name = "nobody",
            Broker = new BrokerTarget
            {
                Url = new Uri("https://crm.example.test"),
                Names = new BrokerNames("broker", "crm"),
                CrmPassword = "a password of nobody",
                SuccessUrl = new Uri("https://app.example.test/callback"),
                Offers = new HashSet<Capability> { Capability.Sso },
            },
        };
        plan = change?.Invoke(plan) ?? plan;
        using var http = new TargetHttp([], plan.Limits.Call, new Secrets(), Time);
        var context = new RunContext { Plan = plan, Http = http, Time = Time, PassingTime = new RealTime(Time), Offered = PlanCapabilities.Of(plan, hasBrowser: false) };
        return await new Runner(context).RunAsync(cases, TestContext.Current.CancellationToken);
    }
}
