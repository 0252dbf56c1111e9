using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Crm;

/// <summary>Logs a trader in at the broker's screen.</summary>
public interface ILogIn
{
    /// <summary>Goes through the log-in screen up to the success page.</summary>
    /// <param name="run">The case that needs it.</param>
    /// <param name="user">Who logs in.</param>
    /// <param name="names">At which broker.</param>
    /// <param name="keepLoggedIn">Whether "Keep me logged in" is chosen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The address of the success page with the OT token in it.</returns>
    /// <exception cref="ConfigurationFaultException">The screen, or something on it, is not found, or the password is refused.</exception>
    Task<Uri> LogInAsync(CaseRun run, PlanUser user, BrokerNames names, bool keepLoggedIn, CancellationToken cancellationToken);
}
