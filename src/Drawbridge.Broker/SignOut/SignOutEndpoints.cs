using System.Globalization;
using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.SignOut;

/// <summary>Call 4.5.</summary>
internal sealed class SignOutEndpoints(AccessTokenService tokens, SessionService sessions, CrmUsers users, BrokerDirectory directory)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<SignOutEndpoints>(routes.ServiceProvider);
        routes.MapCrmCall(CrmPaths.Logout, CrmJson.Default.LogoutRequest, endpoints.LogOutAsync, bodyRequired: false).WithName("LogOutUser");
    }

    /// <summary>
    /// Call 4.5: the user logged out of an application. Ends the client-area sessions and that one access token; other devices stay in, and
    /// no 3.12 goes back (FLOW-LOGOUT-2, FLOW-LOGOUT-3, DEC-19).
    /// </summary>
    private async Task<IResult> LogOutAsync(CrmCall<LogoutRequest> call, CancellationToken cancellationToken)
    {
        var query = call.Http.Request.Query;
        if (string.IsNullOrEmpty(query["userId"]))
        {
            return CrmError.MissingParameter("userId"); // P2B-4.5-2
        }

        if (query["accessToken"].Count == 0)
        {
            return CrmError.MissingParameter("accessToken"); // P2B-4.5-3: empty is fine, absent is not
        }

        if (!long.TryParse(query["userId"], NumberStyles.None, CultureInfo.InvariantCulture, out var ctraderUserId))
        {
            return CrmError.InvalidParameter("userId");
        }

        AccessToken? token = null;
        if (query["accessToken"] is [{ Length: > 0 } text, ..] && !AccessToken.TryParse(text, out token))
        {
            return CrmError.NonExistedToken; // P2B-4.5-6
        }

        var brokersOfCrm = directory.Current.BrokersOf(call.Crm).ToList();
        if ((call.Broker ?? await users.FindOnlyBrokerAsync(brokersOfCrm, ctraderUserId, cancellationToken)) is not { } broker)
        {
            return await users.ExistsAsync(brokersOfCrm, ctraderUserId, cancellationToken) ? CrmError.BrokerIdMissing : CrmError.UserNotFound;
        }

        if (!broker.Settings.AnswersPlatform)
        {
            return CrmError.InsufficientPermissions; // P2B-0-11
        }

        if (await users.FindAsync(broker, ctraderUserId, cancellationToken) is not { } userId)
        {
            return await users.ExistsAsync(brokersOfCrm, ctraderUserId, cancellationToken) ? call.OtherBroker(CrmError.UserNotFound) : CrmError.UserNotFound;
        }

        if (token is not null)
        {
            if (await tokens.FindAsync(token, broker, userId, cancellationToken) is not { } row)
            {
                return CrmError.AccessTokenNotFound; // P2B-4.5-6: never issued, or another user's
            }

            if (!row.Revoked)
            {
                await tokens.RevokeAsync(token, broker, cancellationToken);
            }
        }

        await sessions.EndAllAsync(broker, userId, cancellationToken);
        return TypedResults.NoContent(); // P2B-4.5-4, P2B-4.5-5
    }
}
