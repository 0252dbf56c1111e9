using System.Net.Http.Headers;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Drawbridge.Broker.Management;

/// <summary>The API for the broker's own CRM, under <c>/api/v1</c>: every call carries a key that belongs to one CRM.</summary>
internal static class ManagementApi
{
    private static readonly CrmError Unauthenticated =
        new(401, CrmErrorCode.ClientAuthFailure, "Send 'Authorization: Bearer' with the management key of your CRM");

    /// <summary>A group of calls whose caller is known.</summary>
    public static RouteGroupBuilder MapGroup(IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1").AddEndpointFilter(AuthenticateAsync);

    /// <summary>The CRM that calls.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is in no group of <see cref="MapGroup"/>: a bug.</exception>
    public static long GetCallerCrmId(this HttpContext context) => context.Features.Get<ManagementCaller>()?.CrmId
        ?? throw new InvalidOperationException("This endpoint was mapped without authentication by management key.");

    /// <summary>A broker of the calling CRM; one of another CRM is as good as none (BID-44).</summary>
    public static BrokerEntity? FindBroker(this HttpContext context, BrokerDirectory directory, string name) =>
        directory.Current.FindBroker(name) is { } broker && broker.Crm.Id == context.GetCallerCrmId() ? broker : null;

    private static async ValueTask<object?> AuthenticateAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            || !ManagementKey.TryParse(header.Parameter, out var key)
            || await context.RequestServices.GetRequiredService<ManagementKeyStore>().FindCrmIdAsync(key.Fingerprint(), context.RequestAborted) is not { } crmId)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Unauthenticated;
        }

        context.Features.Set(new ManagementCaller(crmId));
        var directory = context.RequestServices.GetRequiredService<BrokerDirectory>().Current;
        var query = context.Request.Query;
        if (directory.FindCrm(crmId) is { } crm)
        {
            context.Features.Get<BrokerLogScope>()?.Set(crm);
        }

        return IsOfCaller(directory, crmId, query[BrokerNames.BrokerNameKey], query[BrokerNames.BrokerCrmNameKey]) ? await next(invocation) : CrmError.BrokerIdInvalid;
    }

    /// <summary>Whether names that are given are the caller's: whichever call it is, those of another CRM are as good as unknown (BID-26, BID-44).</summary>
    private static bool IsOfCaller(BrokerDirectorySnapshot directory, long crmId, StringValues brokerName, StringValues brokerCrmName) =>
        brokerName.All(name => string.IsNullOrEmpty(name) || directory.FindBroker(name)?.Crm.Id == crmId)
        && brokerCrmName.All(name => string.IsNullOrEmpty(name) || directory.FindCrm(name)?.Id == crmId);

    /// <summary>The same for names in a body; anything where the caller is not the management API's.</summary>
    public static bool MayName(HttpContext context, string? brokerName, string? brokerCrmName) =>
        context.Features.Get<ManagementCaller>() is not { CrmId: var crmId }
        || IsOfCaller(context.RequestServices.GetRequiredService<BrokerDirectory>().Current, crmId, brokerName, brokerCrmName);

    private sealed record ManagementCaller(long CrmId);
}
