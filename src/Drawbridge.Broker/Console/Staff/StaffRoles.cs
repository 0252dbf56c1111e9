namespace Drawbridge.Broker.Console.Staff;

/// <summary>What somebody does at the broker. A member of staff has one role or more. The numbers are stored.</summary>
[Flags]
public enum StaffRoles
{
    /// <summary>None; nobody has none.</summary>
    None = 0,

    /// <summary>Everything, and the staff itself.</summary>
    Administrator = 1,

    /// <summary>Payments and reconciliation.</summary>
    Operations = 2,

    /// <summary>KYC.</summary>
    Compliance = 4,

    /// <summary>Chat.</summary>
    Support = 8,

    /// <summary>Reads, and changes nothing.</summary>
    Viewer = 16,

    /// <summary>Campaigns of ribbons.</summary>
    Marketing = 64,

    /// <summary>The partner programme.</summary>
    Partners = 128,
}

/// <summary>Roles one by one.</summary>
internal static class StaffRoleList
{
    /// <summary>Each with what a person reads about it.</summary>
    public static IReadOnlyList<(StaffRoles Role, string What)> All { get; } =
    [
        (StaffRoles.Administrator, "Everything, including staff"),
        (StaffRoles.Operations, "Approves, rejects, retries and settles payments, approves ribbons"),
        (StaffRoles.Compliance, "Reviews KYC cases and documents, approves ribbons"),
        (StaffRoles.Support, "Chats with traders"),
        (StaffRoles.Marketing, "Writes campaigns of ribbons, tags traders"),
        (StaffRoles.Partners, "Approves and moves partners, decides whose traders are"),
        (StaffRoles.Viewer, "Reads, changes nothing"),
    ];

    public static IEnumerable<string> NamesOf(StaffRoles roles) => All.Where(one => roles.HasFlag(one.Role)).Select(static one => one.Role.ToString());

    /// <summary>The roles of these names; null when one is none, or there is none at all.</summary>
    public static StaffRoles? Parse(IEnumerable<string?> names)
    {
        var roles = StaffRoles.None;
        foreach (var name in names)
        {
            if (All.FirstOrDefault(one => string.Equals(one.Role.ToString(), name, StringComparison.OrdinalIgnoreCase)) is not { Role: not StaffRoles.None and var role })
            {
                return null;
            }

            roles |= role;
        }

        return roles == StaffRoles.None ? null : roles;
    }
}
