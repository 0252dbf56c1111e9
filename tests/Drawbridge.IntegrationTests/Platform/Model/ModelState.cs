using System.Globalization;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Model;

/// <summary>What a step does, and four numbers from which it takes everything else.</summary>
internal readonly record struct ModelStep(StepKind Kind, byte A, byte B, byte C, byte D);

internal enum StepKind
{
    NewUser,
    ChangeEmail,
    NewTrader,
    Patch,
    Put,
    Delete,
    ChangePassword,
    CheckPassword,
    Link,
    Move,
    ChangeBalance,
    ChangeBonus,
    OpenPosition,
    ClosePosition,
    SetReferral,
    DeleteReferral,
    SetAttributes,
    DeleteAttributes,
    Wait,
}

/// <summary>A user as the platform should know it.</summary>
internal sealed class ModelUser(long id, string crm, string email)
{
    public long Id => id;

    public string Crm => crm;

    public string Email { get; set; } = email;
}

/// <summary>An account as the platform should know it. Money in the account's smallest units.</summary>
internal sealed class ModelTrader(long login, int digits, JsonObject fields)
{
    public long Login => login;

    public int Digits => digits;

    /// <summary>What an update can change, by the keys of the entity.</summary>
    public JsonObject Fields => fields;

    public long Balance { get; set; }

    public long Bonus { get; set; }

    public long Credit { get; set; }

    public string Password { get; set; } = PlatformApi.PasswordMd5;

    public ModelUser? Owner { get; set; }

    public long AccountId { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>Volume by number.</summary>
    public SortedDictionary<long, decimal> Positions { get; } = [];

    public SortedDictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    public string Broker => (string)fields["brokerName"]!;

    public string AccessRights => (string)fields["accessRights"]!;

    public string Path => $"{PlatformPaths.Traders}/{login.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>A partner identifier of a user (account 0) or of an account.</summary>
internal sealed record ModelReferral(long UserId, long AccountId, string PartnerId, DateTimeOffset SetAt);

/// <summary>The platform in memory: no storage, no HTTP.</summary>
internal sealed class ModelState
{
    public List<ModelUser> Users { get; } = [];

    public List<ModelTrader> Traders { get; } = [];

    public List<ModelReferral> Referrals { get; } = [];

    public ModelUser? UserAt(byte index) => Users.Count == 0 ? null : Users[index % Users.Count];

    public ModelTrader? TraderAt(byte index) => Traders.Count == 0 ? null : Traders[index % Traders.Count];

    public void Remove(ModelTrader trader)
    {
        trader.IsDeleted = true;
        trader.Attributes.Clear();
        trader.Positions.Clear();
        Referrals.RemoveAll(referral => trader.Owner is not null && referral.AccountId == trader.AccountId);
        trader.Owner = null;
    }

    /// <summary>That of the user as such, else the latest of an account.</summary>
    public ModelReferral? ReferralOf(ModelUser user) => Referrals.Where(referral => referral.UserId == user.Id)
        .OrderBy(static referral => referral.AccountId == 0 ? 0 : 1).ThenByDescending(static referral => referral.SetAt)
        .ThenByDescending(static referral => referral.AccountId).FirstOrDefault();
}
