using Drawbridge.Broker.Console.Staff;

namespace Drawbridge.Broker.Console.Access;

/// <summary>What a member of staff may do in the console.</summary>
[Flags]
internal enum ConsolePermission
{
    /// <summary>Nothing but what every member of staff may: the overview and the own account.</summary>
    None = 0,

    /// <summary>Read payments with their books and evidence.</summary>
    ReadPayments = 1,

    /// <summary>Approve, reject, retry and settle payments.</summary>
    DecidePayments = 2,

    /// <summary>Read conversations.</summary>
    ReadChat = 4,

    /// <summary>Begin conversations, reply, mark as read.</summary>
    WriteChat = 8,

    /// <summary>See verifications and how they stand.</summary>
    ReadKyc = 16,

    /// <summary>Read what traders answered, look at their documents, and decide.</summary>
    DecideKyc = 32,

    /// <summary>See which webhooks the CRM did not take.</summary>
    ReadWebhooks = 64,

    /// <summary>Have webhooks sent again.</summary>
    ResendWebhooks = 128,

    /// <summary>Read what staff did.</summary>
    ReadAudit = 256,

    /// <summary>Add, change and disable members of staff.</summary>
    ManageStaff = 512,

    /// <summary>See traders, what they log in with and where they are logged in.</summary>
    ReadTraders = 1024,

    /// <summary>End traders' sessions, take a lost second factor away, block and let in again.</summary>
    ManageTraders = 2048,

    /// <summary>See how far traders get.</summary>
    ReadFunnel = 4096,

    /// <summary>See campaigns of ribbons and what a trader sees of them.</summary>
    ReadRibbons = 65_536,

    /// <summary>Write campaigns and put tags on traders; pausing takes no more.</summary>
    WriteRibbons = 131_072,

    /// <summary>Approve what somebody else has written, and let go on, end and clear.</summary>
    ApproveRibbons = 262_144,

    /// <summary>See partners, their networks, their traders and their figures.</summary>
    ReadPartners = 1_048_576,

    /// <summary>Approve, add, move, suspend and resume partners, and give traders to partners.</summary>
    ManagePartners = 2_097_152,

    /// <summary>See brokers with their settings, and who changed them.</summary>
    ReadBrokers = 8192,

    /// <summary>Change brokers and put older versions of the configuration back.</summary>
    ManageBrokers = 16384,
}

/// <summary>The one table of who may do what.</summary>
internal static class RolePermissions
{
    private static readonly (StaffRoles Role, ConsolePermission Permissions)[] Table =
    [
        (StaffRoles.Administrator, Enum.GetValues<ConsolePermission>().Aggregate(static (all, one) => all | one)),
        (StaffRoles.Operations,
            ConsolePermission.ReadPayments | ConsolePermission.DecidePayments | ConsolePermission.ReadWebhooks | ConsolePermission.ResendWebhooks
            | ConsolePermission.ReadTraders | ConsolePermission.ReadFunnel | ConsolePermission.ReadBrokers | ConsolePermission.ReadRibbons | ConsolePermission.ApproveRibbons
            | ConsolePermission.ReadPartners),
        (StaffRoles.Compliance,
            ConsolePermission.ReadKyc | ConsolePermission.DecideKyc | ConsolePermission.ReadPayments | ConsolePermission.ReadAudit
            | ConsolePermission.ReadTraders | ConsolePermission.ManageTraders | ConsolePermission.ReadRibbons | ConsolePermission.ApproveRibbons
            | ConsolePermission.ReadPartners),
        (StaffRoles.Support,
            ConsolePermission.ReadChat | ConsolePermission.WriteChat | ConsolePermission.ReadPayments | ConsolePermission.ReadTraders | ConsolePermission.ManageTraders),
        (StaffRoles.Viewer,
            ConsolePermission.ReadPayments | ConsolePermission.ReadChat | ConsolePermission.ReadKyc | ConsolePermission.ReadWebhooks | ConsolePermission.ReadAudit
            | ConsolePermission.ReadTraders | ConsolePermission.ReadFunnel | ConsolePermission.ReadBrokers | ConsolePermission.ReadRibbons | ConsolePermission.ReadPartners),
        (StaffRoles.Marketing,
            ConsolePermission.ReadRibbons | ConsolePermission.WriteRibbons | ConsolePermission.ReadTraders | ConsolePermission.ReadFunnel | ConsolePermission.ReadPartners),
        (StaffRoles.Partners, ConsolePermission.ReadPartners | ConsolePermission.ManagePartners | ConsolePermission.ReadTraders | ConsolePermission.ReadFunnel),
    ];

    /// <summary>What somebody with these roles may do: what any of them may.</summary>
    public static ConsolePermission Of(StaffRoles roles) => Table
        .Where(row => roles.HasFlag(row.Role))
        .Aggregate(ConsolePermission.None, static (all, row) => all | row.Permissions);
}
