using Drawbridge.Conformance.Browsing;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Crm;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.PlatformSide.Crm;

using Microsoft.Playwright;

namespace Drawbridge.Conformance.Running;

/// <summary>What all cases of a run share.</summary>
public sealed class RunContext
{
    public required ConformancePlan Plan { get; init; }

    public required TargetHttp Http { get; init; }

    public required TimeProvider Time { get; init; }

    public required IPassingTime PassingTime { get; init; }

    /// <summary>What the target offers.</summary>
    public required IReadOnlySet<Capability> Offered { get; init; }

    /// <summary>Logs traders in at the broker's screens; null when nothing here can.</summary>
    public ILogIn? LogIn { get; init; }

    /// <summary>The CRM that the runner plays for a platform under test; null when the plan has none.</summary>
    public PlayedCrm? PlayedCrm { get; init; }

    /// <summary>The browser; null when nothing here needs one.</summary>
    public RunBrowser? Browser { get; init; }

    public Secrets Secrets => Http.Secrets;

    /// <summary>What several cases need and one of them finds.</summary>
    public SharedFindings Shared { get; } = new();

    /// <summary>The browser, started.</summary>
    /// <exception cref="ConfigurationFaultException">There is none.</exception>
    internal Task<IBrowser> GetBrowserAsync() => Browser?.GetAsync()
        ?? throw new ConfigurationFaultException("this needs a browser, and there is none here", $"Install Chromium, or set {BrowserFinder.Variable} to the path of one.");
}
