using System.Diagnostics;
using Drawbridge.Broker.AccessTokens;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Users;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.OneTimeTokens;

/// <summary>Calls 4.2 and 4.4 (MOD-55).</summary>
internal sealed class OneTimeTokenEndpoints(
    OneTimeTokenService tokens, AccessTokenService accessTokens, BrokerDirectory directory, CrmUsers users)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<OneTimeTokenEndpoints>(routes.ServiceProvider);
        routes.MapCrmCall(CrmPaths.AuthorizeOneTime, CrmJson.Default.AuthorizeOneTimeRequest, endpoints.AuthorizeAsync)
            .WithName("AuthorizeOneTimeToken");
        routes.MapCrmCall(CrmPaths.GenerateOneTime, CrmJson.Default.GenerateOneTimeRequest, endpoints.GenerateAsync)
            .WithName("GenerateOneTimeToken");
    }

    /// <summary>Call 4.2: the platform trades an OT token for the user it stands for.</summary>
    private async Task<IResult> AuthorizeAsync(CrmCall<AuthorizeOneTimeRequest> call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(call.Body.Code))
        {
            return CrmError.MissingParameter("code");
        }

        if (!OneTimeToken.TryParse(call.Body.Code, out var token))
        {
            return CrmError.NonExistedToken; // P2B-4.2-7
        }

        if ((call.Broker ?? await FindBrokerAsync(call.Crm, token, cancellationToken)) is not { } broker)
        {
            return CrmError.OneTimeTokenNotFound; // BID-32
        }

        if (!broker.Settings.AnswersPlatform)
        {
            return CrmError.InsufficientPermissions;
        }

        return await tokens.ExchangeAsync(token, broker, cancellationToken) switch
        {
            ExchangeResult.Exchanged e => CrmAnswer.Of(
                new AuthorizeOneTimeResponse(e.CtraderUserId, e.AccessToken?.Reveal(), e.InAppToken?.Reveal()),
                CrmJson.Default.AuthorizeOneTimeResponse), // P2B-4.2-3..6, ERR-20
            ExchangeResult.NotFound => CrmError.OneTimeTokenNotFound, // P2B-4.2-8
            ExchangeResult.Expired => CrmError.TokenExpired, // P2B-4.2-9
            ExchangeResult.OtherBroker => call.OtherBroker(CrmError.OneTimeTokenNotFound),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Call 4.4: the platform asks for an OT token, so that a user can carry out an in-app action (FLOW-INAPP-5).</summary>
    private async Task<IResult> GenerateAsync(CrmCall<GenerateOneTimeRequest> call, CancellationToken cancellationToken)
    {
        if (call.Body.UserId is not { } userId)
        {
            return CrmError.MissingParameter("userId");
        }

        if ((call.Broker ?? await users.FindOnlyBrokerAsync(directory.Current.BrokersOf(call.Crm), userId, cancellationToken)) is not { } broker)
        {
            return await users.ExistsAsync(directory.Current.BrokersOf(call.Crm), userId, cancellationToken)
                ? CrmError.BrokerIdMissing // BID-25: the user is a user of several brokers
                : CrmError.UserNotFound; // BID-32
        }

        if (!broker.Settings.AnswersPlatform)
        {
            return CrmError.InsufficientPermissions;
        }

        // P2B-IT-5: where none is ever issued, one that is sent anyway is ignored.
        if (broker.Crm.Settings.IssueInAppTokens
            && !await accessTokens.IsInAppTokenValidAsync(call.Http.Request.Query["inappToken"], broker, userId, cancellationToken))
        {
            // P2B-IT-2..4; an unknown user stays unknown whatever the token (P2B-4.4-6).
            return await users.FindAsync(broker, userId, cancellationToken) is null
                ? await RefuseUserAsync(call, broker, userId, cancellationToken)
                : CrmError.ClientAuthFailure; // P2B-4.4-7
        }

        var issued = await tokens.IssueAsync(broker, userId, OneTimeTokenPurpose.InApp, keepLoggedIn: false, cancellationToken);
        return issued is null
            ? await RefuseUserAsync(call, broker, userId, cancellationToken)
            : CrmAnswer.Of(new GenerateOneTimeResponse(issued.Token.Reveal()), CrmJson.Default.GenerateOneTimeResponse); // P2B-4.4-4, P2B-4.4-5
    }

    /// <summary>404, or 403 when the user is known, but to another broker of the same CRM than the one that is named (BID-28).</summary>
    private async Task<IResult> RefuseUserAsync(
        CrmCall<GenerateOneTimeRequest> call, BrokerEntity broker, long userId, CancellationToken cancellationToken) =>
        await users.FindAsync(broker, userId, cancellationToken) is null
        && await users.ExistsAsync(directory.Current.BrokersOf(call.Crm), userId, cancellationToken)
            ? call.OtherBroker(CrmError.UserNotFound)
            : CrmError.UserNotFound; // P2B-4.4-6

    /// <summary>The broker that an OT token says it belongs to, if it is one of this CRM (BID-23).</summary>
    private async Task<BrokerEntity?> FindBrokerAsync(Crm crm, OneTimeToken token, CancellationToken cancellationToken) =>
        await tokens.FindBrokerIdAsync(token, cancellationToken) is { } id && directory.Current.FindBroker(id) is { } broker
        && broker.Crm.Id == crm.Id
            ? broker
            : null;
}
