using System.Text.Json.Serialization.Metadata;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApiTokens;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.CrmApi;

/// <summary>
/// The checks that calls 4.2 to 4.5 share, in the order of P2B-0-8; the first that fails answers. Step 6, required fields, and step 7,
/// the subject, are each call's own.
/// </summary>
internal static class CrmCallPipeline
{
    /// <summary>Maps a call that is authenticated by <c>crmApiToken</c>.</summary>
    /// <typeparam name="TRequest">Body of the call.</typeparam>
    public static IEndpointConventionBuilder MapCrmCall<TRequest>(
        this IEndpointRouteBuilder routes,
        string path,
        JsonTypeInfo<TRequest> type,
        Func<CrmCall<TRequest>, CancellationToken, Task<IResult>> handle,
        bool bodyRequired = true)
        where TRequest : CrmRequest, new()
    {
        var directory = routes.ServiceProvider.GetRequiredService<BrokerDirectory>();
        var tokens = routes.ServiceProvider.GetRequiredService<CrmApiTokenService>();
        return routes.MapPost(path, async context =>
        {
            var result = await AnswerAsync(context, directory, tokens, type, handle, bodyRequired);
            await result.ExecuteAsync(context);
        });
    }

    private static async Task<IResult> AnswerAsync<TRequest>(
        HttpContext context,
        BrokerDirectory directory,
        CrmApiTokenService tokens,
        JsonTypeInfo<TRequest> type,
        Func<CrmCall<TRequest>, CancellationToken, Task<IResult>> handle,
        bool bodyRequired)
        where TRequest : CrmRequest, new()
    {
        // P2B-0-8 step 1: body and query readable.
        var (body, error) = await CrmRequestReader.ReadAsync(context, type, bodyRequired);
        if (error is not null)
        {
            return error;
        }

        // Step 2: broker identification.
        var identification = BrokerIdentification.Identify(
            directory.Current, BrokerNames.Of(context.Request, body!.BrokerName, body.BrokerCrmName));
        if (ErrorOf(identification) is { } identificationError)
        {
            return identificationError;
        }

        if (identification is Identification.Identified known)
        {
            context.SetBroker(known.Broker);
        }

        // Step 3: crmApiToken. Absent and bad are told apart (P2B-0-10).
        var given = context.Request.Query["crmApiToken"];
        if (given.Count == 0)
        {
            return CrmError.MissingParameter("crmApiToken");
        }

        if (given.Count > 1 || !CrmApiToken.TryParse(given[0], out var token)
            || await tokens.FindAsync(token, context.RequestAborted) is not { } grant)
        {
            return CrmError.ClientAuthFailure; // P2B-CT-7
        }

        // Steps 3 and 4: the token against the identification.
        var (broker, crm, mismatch) = MatchToken(directory.Current, identification, grant);
        if (mismatch is not null)
        {
            return mismatch;
        }

        // Step 5: broker enabled, and one whose users are ours.
        if (broker is { Settings.AnswersPlatform: false })
        {
            return CrmError.InsufficientPermissions; // P2B-0-11, FLOW-HANDOFF-10
        }

        if (broker is not null)
        {
            context.SetBroker(broker);
        }

        return await handle(new CrmCall<TRequest>(context, body, crm!, broker, identification is Identification.Identified), context.RequestAborted);
    }

    /// <summary>The error of an identification that failed, or null.</summary>
    public static CrmError? ErrorOf(Identification identification) => identification switch
    {
        Identification.Missing => CrmError.BrokerIdMissing,
        Identification.Invalid => CrmError.BrokerIdInvalid,
        Identification.Mismatch => CrmError.BrokerIdMismatch,
        _ => null,
    };

    private static (BrokerEntity? Broker, Crm? Crm, CrmError? Error) MatchToken(
        BrokerDirectorySnapshot directory, Identification identification, CrmApiTokenGrant grant)
    {
        if (identification is Identification.Identified { Broker: var broker })
        {
            if (broker.Crm.Id != grant.CrmId)
            {
                return (null, null, CrmError.ClientAuthFailure); // P2B-0-10: issued by another CRM; P2B-CT-4
            }

            return grant.BrokerId is { } bound && bound != broker.Id
                ? (null, null, CrmError.BrokerIdMismatch) // BID-28, P2B-CT-4
                : (broker, broker.Crm, null);
        }

        // BID-23: names absent, so the token decides; what remains open is left to the subject.
        var candidates = ((Identification.Open)identification).Candidates
            .Where(candidate => candidate.Crm.Id == grant.CrmId && (grant.BrokerId is null || grant.BrokerId == candidate.Id))
            .ToList();
        return candidates switch
        {
            [] => (null, null, directory.Crms.Any(crm => crm.Id == grant.CrmId && crm.Settings.Identification == IdentificationMode.Required)
                ? CrmError.BrokerIdMissing // BID-24: this CRM demands the names
                : CrmError.ClientAuthFailure),
            [var only] => (only, only.Crm, null),
            [var first, ..] => (null, first.Crm, null),
        };
    }
}
