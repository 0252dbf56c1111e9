using System.Web;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>Logs in at our broker's form without a browser, which is much quicker.</summary>
internal sealed class HttpLogIn(BrokerHost host) : ILogIn
{
    public async Task<Uri> LogInAsync(CaseRun run, PlanUser user, BrokerNames names, bool keepLoggedIn, CancellationToken cancellationToken)
    {
        run.Note($"logs {user.Email} in at {names.BrokerName}");
        using var browser = new Browser(host);
        var form = await browser.GetAsync($"/auth/login?brokerName={HttpUtility.UrlEncode(names.BrokerName)}&brokerCrmName={HttpUtility.UrlEncode(names.BrokerCrmName)}");
        var answer = await browser.SubmitAsync(form, "submit", ("email", user.Email), ("password", user.Password), ("keep", keepLoggedIn ? "true" : null));
        return (int)answer.Status == 303
            ? new Uri(answer.Location)
            : throw new ConfigurationFaultException($"logging in ends with {(int)answer.Status}", "Look at what the test's users are.");
    }
}
