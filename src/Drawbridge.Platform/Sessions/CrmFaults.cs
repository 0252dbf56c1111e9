using System.Globalization;
using Drawbridge.Client.Crm;
using Drawbridge.Platform.Wire;

namespace Drawbridge.Platform.Sessions;

/// <summary>What an application is told when a CRM did not agree.</summary>
internal static class CrmFaults
{
    private const int Refused = 401;
    private const int BadGateway = 502;
    private const int TooManyRequests = 429;

    /// <summary>401 when the CRM says no, so that the application asks the user to log in; 502 when it could not say (FLOW-RELOGIN-6, FLOW-RELOGIN-7).</summary>
    public static PlatformFault Of<T>(CrmResult<T> result) => result switch
    {
        CrmResult<T>.Refused { Status: TooManyRequests } => new("CRM_UNREACHABLE", "The CRM takes no more requests just now.", BadGateway),
        CrmResult<T>.Refused refused => new(refused.Code ?? "CRM_REFUSED", $"The CRM refused with {refused.Status.ToString(CultureInfo.InvariantCulture)}.", Refused),
        CrmResult<T>.Unreachable unreachable => new("CRM_UNREACHABLE", $"The CRM gave no usable answer: {unreachable.Reason}.", BadGateway),
        CrmResult<T>.Nonsense nonsense => new("CRM_ANSWER_INVALID", $"The CRM's answer makes no sense: {nonsense.Problem}", BadGateway),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
