using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Brokers;

/// <summary>Both names may stand in the query or the body of every call; those that are there must be right (B2P-0-16).</summary>
internal sealed class NamesFilter(BrokerDirectory brokers) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var query = new QueryValues(http.Request.Query);
        var names = new NamesOfCall(brokers, NullIfEmpty(query.Text(NamesInBody.Broker)), NullIfEmpty(query.Text(NamesInBody.Crm)));
        http.Features.Set(names);
        return (query.Fault ?? names.Fault(names.BrokerName, names.BrokerCrmName)) is { } fault ? new(Answer.Refuse(fault)) : next(context);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>The names in the query of a call, to be held against those in its body.</summary>
internal sealed record NamesOfCall(BrokerDirectory Brokers, string? BrokerName, string? BrokerCrmName)
{
    private static readonly PlatformFault Unknown = new(PlatformErrorCode.BrokerNotFound, "The brokerName or the brokerCrmName is not known here."); // ERR-24

    private static readonly PlatformFault Contradiction = PlatformFault.Invalid("brokerName and brokerCrmName must be the same in query and body.");

    private static readonly PlatformFault NotTogether = PlatformFault.Invalid("brokerName is not a broker of brokerCrmName.");

    /// <summary>What is wrong with the names of a body, null when nothing. What the call itself defines, it checks itself.</summary>
    public PlatformFault? OfBody(NamesInBody body, bool definesBroker, bool definesCrm)
    {
        if (Differ(body.BrokerName, BrokerName) || Differ(body.BrokerCrmName, BrokerCrmName))
        {
            return Contradiction;
        }

        return Fault(definesBroker ? BrokerName : body.BrokerName ?? BrokerName, definesCrm ? BrokerCrmName : body.BrokerCrmName ?? BrokerCrmName)
            ?? (AreTogether(body.BrokerName ?? BrokerName, body.BrokerCrmName ?? BrokerCrmName) ? null : NotTogether);
    }

    /// <summary>Null when both are known, or absent, and belong together.</summary>
    public PlatformFault? Fault(string? brokerName, string? brokerCrmName) =>
        (brokerName is not null && Brokers.FindBroker(brokerName) is null) || (brokerCrmName is not null && Brokers.FindCrm(brokerCrmName) is null) ? Unknown
        : AreTogether(brokerName, brokerCrmName) ? null
        : NotTogether;

    private bool AreTogether(string? brokerName, string? brokerCrmName) =>
        Brokers.FindBroker(brokerName) is not { } broker || Brokers.FindCrm(brokerCrmName) is null || broker.BrokerCrmName.Value == brokerCrmName;

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;
}
