using System.Security.Cryptography;
using Drawbridge.Broker.Funnel;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Kyc.Cases;
using Drawbridge.Broker.Kyc.Provider;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>How a verification stands: the list of steps while something can be filled in, else what became of it.</summary>
internal sealed class KycStanding(InAppSessions sessions, IKycProvider provider, TimeProvider time)
{
    /// <summary>Characters of the key that makes a form count once.</summary>
    public const int KeyLength = 32;

    /// <summary>An approval can be renewed this long before it runs out.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>A key that makes a form count once.</summary>
    public static string NewKey() => RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);

    /// <summary>The page of a visit.</summary>
    public async Task<IResult> ShowAsync(HttpContext context, KycVisit visit, CancellationToken cancellationToken)
    {
        var sealedSession = sessions.Seal(visit.Who.Session);
        if (visit.IsOpen)
        {
            visit.Count(context, FunnelStep.KycOverview);
            return new ScreenResult<KycOverviewPage>(new KycOverviewModel(visit, sealedSession, NewKey()));
        }

        var one = visit.Case!;
        var byProvider = visit.Level.Provider != KycNames.Manual;
        var page = byProvider && one.State == KycState.Submitted
            ? await provider.FindPageAsync(visit.Broker, visit.Level.Provider, one, visit.Who.User, context.GetScreen(), ReturnUrl(context), cancellationToken)
            : null;
        var soon = one.State == KycState.Expired || !one.HoldsAt(time.GetUtcNow() + Soon);
        return new ScreenResult<KycStatusPage>(new KycStatusModel(
            visit, page, CanBeginAgain: soon && one.State is KycState.Approved or KycState.Expired, CanWithdraw: one.State == KycState.Submitted && !byProvider, sealedSession));
    }

    private static string ReturnUrl(HttpContext context) =>
        $"{context.Request.Scheme}://{context.Request.Host}{context.GetScreen().Parameters.UrlFor(ScreenPaths.Kyc + "/status")}";
}
