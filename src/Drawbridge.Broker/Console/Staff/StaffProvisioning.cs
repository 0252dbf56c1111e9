using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Console.Audit;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol;
using Drawbridge.Storage;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Console.Staff;

/// <summary>A member of staff that whoever runs the installation adds, such as the first administrator of a CRM.</summary>
public sealed record ProvisionedStaff
{
    /// <summary>For which CRM they work.</summary>
    public required string BrokerCrmName { get; init; }

    /// <summary>E-mail address, by which they sign in.</summary>
    public required string Email { get; init; }

    /// <summary>What colleagues read.</summary>
    public required string Name { get; init; }

    /// <summary>Their password.</summary>
    public required string Password { get; init; }

    /// <summary>What they do.</summary>
    public StaffRoles Roles { get; init; } = StaffRoles.Administrator;

    /// <summary>Never a secret.</summary>
    public override string ToString() => $"ProvisionedStaff({BrokerCrmName})";
}

/// <summary>Adds staff without the console.</summary>
public static class StaffProvisioning
{
    private const string Actor = "installation";

    /// <summary>Adds a member of staff, if nobody has the address yet.</summary>
    /// <returns>Null when added, else why not: what is wrong and what to do.</returns>
    public static async Task<string?> AddStaffAsync(Database database, TimeProvider time, ProvisionedStaff staff, CancellationToken cancellationToken)
    {
        var (_, directory) = await new BrokerStore(database).LoadAsync(cancellationToken);
        if (directory.FindCrm(staff.BrokerCrmName) is not { } crm)
        {
            return $"There is no CRM '{staff.BrokerCrmName}'; there are: {string.Join(", ", directory.Crms.Select(static one => one.Name.Value).Order(StringComparer.Ordinal))}.";
        }

        if (!EmailText.IsValid(staff.Email))
        {
            return "The e-mail address is none.";
        }

        if (PasswordRules.FaultOf(staff.Password, directory.BrokersOf(crm).First(), [staff.Email, staff.Name, crm.Name.Value]) is { } fault)
        {
            return TextCatalogue.In("en")[fault];
        }

        using var hashing = new PasswordHashingQueue(Options.Create(new HashingOptions()));
        var added = await new StaffStore(database, time).AddAsync(
            new(crm.Id, staff.Email, staff.Name, await hashing.HashAsync(staff.Password, cancellationToken), TemporaryUntil: null, staff.Roles, []),
            new StaffAct(crm.Id, StaffId: null, Actor, "staff.add", $"staff {staff.Email}") { Detail = string.Join(", ", StaffRoleList.NamesOf(staff.Roles)) },
            cancellationToken);
        return added is null ? $"Somebody has the address {staff.Email} already; another one is needed." : null;
    }

    /// <summary>Whether somebody has the address.</summary>
    public static async Task<bool> HasStaffAsync(Database database, TimeProvider time, string email, CancellationToken cancellationToken) =>
        await new StaffStore(database, time).FindByEmailAsync(email, cancellationToken) is not null;
}
