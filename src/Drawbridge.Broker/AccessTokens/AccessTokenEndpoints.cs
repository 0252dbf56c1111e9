using System.Diagnostics;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.AccessTokens;

/// <summary>Call 4.3.</summary>
internal sealed class AccessTokenEndpoints(AccessTokenService tokens, BrokerDirectory directory)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<AccessTokenEndpoints>(routes.ServiceProvider);
        routes.MapCrmCall(CrmPaths.Authorize, CrmJson.Default.AuthorizeRequest, endpoints.AuthorizeAsync).WithName("AuthorizeAccessToken");
    }

    /// <summary>Call 4.3: the platform asks whether a user who comes back may go on (P2B-AT-3, FLOW-RELOGIN-4).</summary>
    private async Task<IResult> AuthorizeAsync(CrmCall<AuthorizeRequest> call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(call.Body.AccessToken))
        {
            return CrmError.MissingParameter("accessToken");
        }

        if (!AccessToken.TryParse(call.Body.AccessToken, out var token))
        {
            return CrmError.NonExistedToken; // P2B-4.3-6
        }

        var result = await tokens.ValidateAsync(token, id => IsFor(call, id), cancellationToken);
        return result switch
        {
            ValidationResult.Valid valid => await AnswerAsync(call, token, valid.Row, cancellationToken),
            ValidationResult.NotFound => CrmError.AccessTokenNotFound,
            ValidationResult.Expired => CrmError.TokenExpired,
            ValidationResult.OtherBroker => call.OtherBroker(CrmError.AccessTokenNotFound),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IResult> AnswerAsync(CrmCall<AuthorizeRequest> call, AccessToken token, AccessTokenRow row, CancellationToken cancellationToken)
    {
        if (directory.Current.FindBroker(row.BrokerId) is not { Settings.AnswersPlatform: true })
        {
            return CrmError.InsufficientPermissions; // P2B-0-11
        }

        var inApp = call.Crm.Settings.IssueInAppTokens ? await tokens.IssueInAppTokenAsync(token, row, cancellationToken) : null; // P2B-4.3-4
        return CrmAnswer.Of(new AuthorizeResponse(row.CtraderUserId, inApp?.Reveal()), CrmJson.Default.AuthorizeResponse); // P2B-4.3-5
    }

    /// <summary>The named broker, or without names any broker of the CRM (BID-23).</summary>
    private bool IsFor(CrmCall<AuthorizeRequest> call, long brokerId) =>
        call.Broker is { } broker ? broker.Id == brokerId : directory.Current.FindBroker(brokerId)?.Crm.Id == call.Crm.Id;
}
