using System.Diagnostics;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmIdentities;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.CrmIdentities.Texts;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.SignIn.Texts;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.CrmLogin;

/// <summary>Why a login at the CRM did not lead in, as it is told to the user: what happened and what to do, and nothing of what the CRM sent.</summary>
/// <param name="Name">For tests and styles.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">Says it; <c>{0}</c> is the broker.</param>
internal sealed record CrmLoginFailure(string Name, int Status, TextKey Text)
{
    /// <summary>The user, or the CRM for the user, said no.</summary>
    public static readonly CrmLoginFailure Denied = new("denied", StatusCodes.Status403Forbidden, CrmTextKey.CrmLoginDenied);

    /// <summary>Unknown, begun elsewhere, too old, or finished before: it is not told which.</summary>
    public static readonly CrmLoginFailure Ended = new("ended", StatusCodes.Status410Gone, CrmTextKey.CrmLoginEnded);

    /// <summary>The browser keeps nothing by which the login could be recognised.</summary>
    public static readonly CrmLoginFailure Unkept = new("unkept", StatusCodes.Status403Forbidden, CrmTextKey.CrmLoginUnkept);

    /// <summary>The CRM does not answer.</summary>
    public static readonly CrmLoginFailure Away = new("away", StatusCodes.Status503ServiceUnavailable, CrmTextKey.CrmLoginAway);

    /// <summary>The CRM's answer cannot be used.</summary>
    public static readonly CrmLoginFailure Broken = new("broken", StatusCodes.Status502BadGateway, CrmTextKey.CrmLoginBroken);

    private static readonly CrmLoginFailure Unverified = new("unverified", StatusCodes.Status403Forbidden, CrmTextKey.CrmLoginUnverified);
    private static readonly CrmLoginFailure Taken = new("taken", StatusCodes.Status409Conflict, CrmTextKey.CrmLoginTaken);
    private static readonly CrmLoginFailure Unusable = new("unusable", StatusCodes.Status422UnprocessableEntity, CrmTextKey.CrmLoginUnusable);
    private static readonly CrmLoginFailure Blocked = new("blocked", StatusCodes.Status403Forbidden, SignInTextKey.ErrorBlocked);

    public static CrmLoginFailure Of(CrmLinkResult result) => result switch
    {
        CrmLinkResult.Unverified => Unverified,
        CrmLinkResult.Taken => Taken,
        CrmLinkResult.Unusable => Unusable,
        CrmLinkResult.Blocked => Blocked,
        _ => throw new UnreachableException(),
    };

    public static IResult Page(CrmLoginFailure failure, BrokerEntity broker) =>
        new ScreenResult<CrmLoginFailedPage>(new CrmLoginFailedModel(failure, broker.Settings.DisplayName), failure.Status);
}

/// <summary>What the page of a login that did not lead in shows.</summary>
internal sealed record CrmLoginFailedModel(CrmLoginFailure Failure, string BrokerDisplayName);
