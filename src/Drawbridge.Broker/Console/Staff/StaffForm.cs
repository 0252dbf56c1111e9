using Drawbridge.Broker.Console.Access;
using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Screens;
using Drawbridge.Protocol;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Staff;

/// <summary>The form of a member of staff as sent.</summary>
internal sealed record StaffForm(string Email, string Name, StaffRoles Roles, IReadOnlyList<long> BrokerIds)
{
    private const int LongestName = 80;

    public static StaffForm Empty { get; } = new("", "", StaffRoles.None, []);

    public static StaffForm Of(StaffMember member) => new(member.Email, member.Name, member.Roles, member.BrokerIds);

    /// <summary>Whether a broker was named that is none of the caller's: it must not end up as no limit at all.</summary>
    private bool NamesStrangers { get; init; }

    public static StaffForm From(IFormCollection form, StaffCaller caller) => new(
        form["email"].ToString().Trim(),
        ConsoleForm.TextOf(form, "name").Replace('\n', ' '),
        StaffRoleList.Parse(form["roles"]) ?? StaffRoles.None,
        [.. form["brokers"].Select(name => caller.FindBroker(name ?? "")?.Id).OfType<long>().Distinct()])
    {
        NamesStrangers = form["brokers"].Any(name => caller.FindBroker(name ?? "") is null),
    };

    /// <summary>What is wrong with it.</summary>
    public FormErrors Validate(bool isNew)
    {
        var errors = new FormErrors();
        if (isNew && !EmailText.IsValid(Email))
        {
            errors.Add("email", "Enter an e-mail address, such as name@company.com.");
        }

        if (Name.Length is 0 or > LongestName)
        {
            errors.Add("name", "Enter a name of at most 80 characters.");
        }

        if (NamesStrangers)
        {
            errors.Add("brokers", "A broker that you chose is not of this CRM any more. Choose again.");
        }

        if (Roles == StaffRoles.None)
        {
            errors.Add("roles", "Choose at least one role.");
        }
        else if (Roles.HasFlag(StaffRoles.Administrator) && BrokerIds.Count > 0)
        {
            errors.Add("brokers", "An administrator sees every broker: take the limit or the role away.");
        }

        return errors;
    }
}

/// <summary>What the list of staff shows.</summary>
internal sealed record StaffListModel(IReadOnlyList<StaffMember> Members);

/// <summary>What the form of a member shows.</summary>
/// <param name="Member">Null for a new one.</param>
/// <param name="Form">What the fields hold.</param>
/// <param name="Errors">What is wrong.</param>
internal sealed record StaffMemberModel(StaffMember? Member, StaffForm Form, FormErrors Errors);

/// <summary>A temporary password, shown this once.</summary>
internal sealed record NewPasswordModel(string Email, string Name, string Password, DateTimeOffset Until);
