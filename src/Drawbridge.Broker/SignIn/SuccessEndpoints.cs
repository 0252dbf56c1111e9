using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Broker.SignIn;

/// <summary>
/// The success page where the broker hosts it (SCR-11, DEC-20). The application recognises the visit by its address and closes the browser;
/// the page needs no scripts and tells nobody where it was opened from (SCR-55).
/// </summary>
internal static class SuccessEndpoints
{
    public static void MapSuccess(this IEndpointRouteBuilder screens)
    {
        screens.MapGet(ScreenPaths.Success, OpenAsync);
        screens.MapGet(ScreenPaths.SuccessToo, OpenAsync);
    }

    /// <summary>The names were checked before; here they are held against the token's broker (SCR-54, BID-8, BID-28). The token is not used up.</summary>
    private static async Task<IResult> OpenAsync(HttpContext context, OneTimeTokenService tokens, CancellationToken cancellationToken) =>
        OneTimeToken.TryParse(context.Request.Query["token"], out var token)
        && await tokens.FindBrokerIdAsync(token, cancellationToken) is { } brokerId
        && brokerId != context.GetBroker().Id
            ? ScreenError.BrokerIdMismatch
            : new ScreenResult<SuccessPage>(model: null);
}
