using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing;

/// <summary>Logs traders in at the broker's screen with a browser, as a person would, but without looking at pictures.</summary>
public sealed class BrowserLogIn : ILogIn
{
    public async Task<Uri> LogInAsync(CaseRun run, PlanUser user, BrokerNames names, bool keepLoggedIn, CancellationToken cancellationToken)
    {
        run.Secrets.Learn(user.Password, "password");
        return await run.InTabAsync(
            async tab =>
            {
                var address = ScreenAddress.Of(run.Broker, run.Plan.Screens.LogIn, names, [new("firstLogin", "false"), new("lang", run.Plan.Screens.Languages[0])]);
                var answer = await tab.GoAsync(address);
                if (answer?.Status is >= 400)
                {
                    throw new ConfigurationFaultException(
                        $"the log-in screen at {address.AbsolutePath} answers {answer.Status}",
                        "Correct screens: logIn in the plan, and brokerName and brokerCrmName; or mend the screen.");
                }

                var end = await new FormPilot(run, tab, FormPerson.LogIn(user, keepLoggedIn)).GoAsync(cancellationToken);
                run.Note($"{user.Email} logs in at the screen{(keepLoggedIn ? ", to be kept logged in" : "")}: {end}");
                return end switch
                {
                    PilotEnd.Success success => success.Url,
                    PilotEnd.Stopped stopped => throw new ConfigurationFaultException(
                        $"{user.Email} does not get past the log-in screen{stopped.Said(run)}",
                        stopped.IsElsewhere(run)
                            ? "Redirect to the success URL that the platform operator registered for you. If the address is right, correct successUrl in the plan."
                            : "Correct the e-mail address and the password under users in the plan. If they are right, the screen asks for more than a password: name its fields under screens: selectors and values."),
                    _ => throw new InvalidOperationException(),
                };
            },
            cancellationToken,
            new TabOptions { Quick = true });
    }
}
