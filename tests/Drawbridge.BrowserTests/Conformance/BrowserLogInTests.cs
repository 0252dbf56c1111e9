using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Logging in for cases that need somebody.</summary>
[Collection(ConformanceHost.Target)]
public sealed class BrowserLogInTests(ConformanceHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trader_of_the_plan_is_logged_in(bool keep)
    {
        var result = await LogInAsync(plan => plan, async (run, token) =>
        {
            var answer = await run.Crm.ExchangeAsync(await run.Crm.NewTokenAsync(token), await run.Crm.LogInAsync(run.Broker.Users[0], run.Broker.Names, keep, token), token);
            (answer.Text("accessToken") is not null).ShouldBe(keep);
        });

        result.Verdict.ShouldBe(Verdict.Passed, Words(result));
    }

    [Fact]
    public async Task A_wrong_password_in_the_plan_is_said_and_is_not_a_fault_of_the_broker()
    {
        var result = await LogInAsync(
            plan => plan with { Broker = plan.Broker! with { Users = [plan.Broker.Users[0] with { Password = "not the password" }] } },
            (run, token) => run.Crm.LogInAsync(run.Broker.Users[0], run.Broker.Names, keepLoggedIn: false, token));

        result.Verdict.ShouldBe(Verdict.Misconfigured);
        result.Reason.ShouldNotBeNull().ShouldContain("does not get past the log-in screen: the page says");
        result.Remedy.ShouldNotBeNull().ShouldContain("password");
        result.Steps.ShouldContain(step => step.Picture != null);
        result.Steps.ShouldAllBe(step => !step.Text.Contains("not the password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_address_of_the_screen_is_said()
    {
        var result = await LogInAsync(
            plan => plan with { Screens = plan.Screens with { LogIn = "/sign/in" } },
            (run, token) => run.Crm.LogInAsync(run.Broker.Users[0], run.Broker.Names, keepLoggedIn: false, token));

        result.Verdict.ShouldBe(Verdict.Misconfigured);
        result.Reason.ShouldNotBeNull().ShouldContain("/sign/in");
        result.Remedy.ShouldNotBeNull().ShouldContain("screens: logIn");
    }

    private async Task<CaseResult> LogInAsync(Func<ConformancePlan, ConformancePlan> change, Func<CaseRun, CancellationToken, Task> look)
    {
        await host.UpAsync();
        var results = await host.RunAsync(
            [new ConformanceCase { Id = "test/log-in", Title = "Logs in", Requirement = Requirement.Must("CONF-6.1.5-1"), Remedy = "", Kind = CaseKind.Browser, RunAsync = look }],
            change(host.Plan));
        return results.Results.ShouldHaveSingleItem();
    }

    private static string Words(CaseResult result) => $"{result.Reason} {result.Expected} {result.Received} {string.Join("; ", result.Steps.Select(step => step.Text))}";
}
