using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Passwords;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drawbridge.Broker.CrmApiTokens;

/// <summary>Call 4.1.</summary>
internal sealed class CrmApiTokenEndpoints(
    BrokerDirectory directory, CrmPasswords passwords, CrmApiTokenService tokens, WrongPasswordLimit limit, ILogger<CrmApiTokenEndpoints> log)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<CrmApiTokenEndpoints>(routes.ServiceProvider);
        routes.MapPost(CrmPaths.CrmApiToken, async context =>
        {
            var result = await endpoints.AuthenticateAsync(context, context.RequestAborted);
            await result.ExecuteAsync(context);
        }).WithName("AuthenticatePlatform");
    }

    /// <summary>Call 4.1: the platform gives its password and gets a token for a week. Checks in the order of P2B-0-8.</summary>
    private async Task<IResult> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, CrmJson.Default.CrmApiTokenRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        var identification = BrokerIdentification.Identify(
            directory.Current, BrokerNames.Of(context.Request, body!.BrokerName, body.BrokerCrmName));
        if (CrmCallPipeline.ErrorOf(identification) is { } identificationError)
        {
            return identificationError; // P2B-4.1-7
        }

        if (string.IsNullOrEmpty(body.Password))
        {
            return CrmError.MissingParameter("password"); // P2B-4.1-6
        }

        if (identification is Identification.Identified known)
        {
            context.SetBroker(known.Broker);
            return await AuthenticateAsync(context, known.Broker.Crm, known.Broker, body.Password, cancellationToken);
        }

        // BID-23: without names the CRM must be the only one that the request can mean.
        var crms = ((Identification.Open)identification).Candidates.Select(broker => broker.Crm).DistinctBy(crm => crm.Id).ToList();
        return crms is [var crm]
            ? await AuthenticateAsync(context, crm, broker: null, body.Password, cancellationToken)
            : CrmError.BrokerIdMissing; // BID-25
    }

    private async Task<IResult> AuthenticateAsync(
        HttpContext context, Crm crm, BrokerEntity? broker, string password, CancellationToken cancellationToken)
    {
        var caller = new WrongPasswordLimit.Caller(crm.Id, context.Connection.RemoteIpAddress);
        if (limit.WaitOf(caller) is { } wait)
        {
            return CrmError.Throttled(wait); // ERR-19
        }

        CrmPassword? match;
        try
        {
            match = await passwords.FindAsync(crm.Id, broker?.Id, password, cancellationToken);
        }
        catch (HashingBusyException e)
        {
            return CrmError.Busy(e.RetryAfter);
        }

        if (match is null)
        {
            limit.CountFailure(caller);
            CrmApiTokenLog.WrongPassword(log, crm.Name.Value, broker?.Name.Value);
            return CrmError.ClientAuthFailure; // P2B-4.1-5
        }

        limit.Forget(caller);
        if (broker is { Settings.AnswersPlatform: false })
        {
            return CrmError.InsufficientPermissions; // P2B-0-11, FLOW-HANDOFF-10
        }

        return await tokens.IssueAsync(match, cancellationToken) is { } token
            ? CrmAnswer.Of(new CrmApiTokenResponse(token.Reveal()), CrmJson.Default.CrmApiTokenResponse) // P2B-4.1-3, P2B-4.1-4
            : CrmError.ClientAuthFailure;
    }
}
