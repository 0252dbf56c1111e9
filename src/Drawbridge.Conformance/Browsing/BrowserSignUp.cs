using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Browsing;

/// <summary>Signs somebody new up at the broker's screen, for a case that needs one more trader than the plan has.</summary>
internal static class BrowserSignUp
{
    /// <summary>Goes through the sign-up screens up to the success page.</summary>
    /// <returns>Who signed up, and the address of the success page with the OT token in it.</returns>
    /// <exception cref="NotOfferedException">There is no browser.</exception>
    /// <exception cref="ConfigurationFaultException">The screens do not lead to the success page; they have cases of their own.</exception>
    public static async Task<(PlanUser User, Uri Success)> SignUpAsync(CaseRun run, CancellationToken cancellationToken)
    {
        if (run.Context.Browser is null)
        {
            throw new NotOfferedException("a second trader under users in the plan, or a browser in which one signs up");
        }

        var person = FormPerson.New(keepLoggedIn: true);
        run.Secrets.Learn(person.Password, "password");
        var address = await run.AddressAsync(new ScreenView(BrokerScreen.SignUp) { Lang = run.Plan.Screens.Languages[0] }, cancellationToken);
        var end = await run.InTabAsync(
            async tab =>
            {
                await tab.GoAsync(address);
                return await new FormPilot(run, tab, person).GoAsync(cancellationToken);
            },
            cancellationToken,
            new TabOptions { Quick = true });
        run.Note($"{person.Email} signs up, to be a second trader: {end}");
        return end switch
        {
            PilotEnd.Success success => (new PlanUser(person.Email, person.Password), success.Url),
            PilotEnd.Stopped stopped => throw new ConfigurationFaultException(
                $"nobody could sign up to be a second trader{stopped.Said(run)}", "Name a second trader under users in the plan, or look at functions/6.3.1 first."),
            _ => throw new InvalidOperationException(),
        };
    }
}
