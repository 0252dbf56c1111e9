using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Management;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Access;

/// <summary>The signed-in member of staff of a request.</summary>
/// <param name="Member">Who it is.</param>
/// <param name="Session">Handle of the session.</param>
/// <param name="Crm">For whom they work.</param>
/// <param name="Brokers">The brokers that they see, by name.</param>
internal sealed record StaffCaller(StaffMember Member, SessionToken Session, Crm Crm, IReadOnlyList<BrokerEntity> Brokers)
{
    public ConsolePermission Permissions { get; } = RolePermissions.Of(Member.Roles);

    /// <summary>The same brokers, for SQL.</summary>
    public BrokerScope Scope => new(Crm.Id, Member.BrokerIds.Count == 0 ? null : Member.Id);

    /// <summary>Stands in every form of this session. Nobody who does not have the session can know it, and it does not tell the session's handle.</summary>
    public string FormKey { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"console form|{Session.Reveal()}")));

    public bool May(ConsolePermission permission) => Permissions.HasFlag(permission);

    /// <summary>The broker, or null when it is none of theirs.</summary>
    public BrokerEntity? FindBroker(long id) => Brokers.FirstOrDefault(broker => broker.Id == id);

    public BrokerEntity? FindBroker(string name) => Brokers.FirstOrDefault(broker => broker.Name.Value == name);
}

/// <summary>The caller of a request.</summary>
internal static class StaffCallerExtensions
{
    /// <exception cref="InvalidOperationException">The endpoint is not in the console's group, or open to anybody: a bug.</exception>
    public static StaffCaller GetCaller(this HttpContext context) => context.FindCaller()
        ?? throw new InvalidOperationException("This endpoint was mapped without a session of the console.");

    public static StaffCaller? FindCaller(this HttpContext context) => context.Features.Get<StaffCaller>();

    public static void SetCaller(this HttpContext context, StaffCaller caller)
    {
        context.Features.Set(caller);
        context.Features.Get<BrokerLogScope>()?.Set(caller.Crm);
    }
}
