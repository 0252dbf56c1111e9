using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Access;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Audit;

/// <summary>Something that a member of staff does, to be written down with it.</summary>
/// <param name="CrmId">Whose audit log it stands in.</param>
/// <param name="StaffId">Who; null for whoever runs the installation.</param>
/// <param name="Actor">Their address as it is now.</param>
/// <param name="Name">What, such as <c>payment.approve</c>.</param>
/// <param name="Object">On what, such as <c>payment W-…</c>.</param>
internal sealed record StaffAct(long CrmId, long? StaffId, string Actor, string Name, string Object)
{
    /// <summary>At which broker; null when it is about the CRM as a whole.</summary>
    public long? BrokerId { get; init; }

    /// <summary>What exactly was changed.</summary>
    public string? Detail { get; init; }

    /// <summary>Why, in their words.</summary>
    public string? Reason { get; init; }

    /// <summary>Network address.</summary>
    public string? CameFrom { get; init; }

    /// <summary>Of the form: an act with the same key is done once.</summary>
    public string? SubmissionKey { get; init; }

    /// <summary>An act of the signed-in member of staff.</summary>
    public static StaffAct Of(HttpContext context, string name, string what, BrokerEntity? broker = null)
    {
        var caller = context.GetCaller();
        return new(caller.Crm.Id, caller.Member.Id, caller.Member.Email, name, what)
        {
            BrokerId = broker?.Id,
            CameFrom = context.Connection.RemoteIpAddress?.ToString(),
        };
    }
}

/// <summary>The act was done before, from the same form; nothing of the caller's write remains.</summary>
internal sealed class ActRepeatedException() : Exception("The act was done before.");
