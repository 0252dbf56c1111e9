using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.UserImport;

/// <summary>A user of a file with the password as it is to be stored.</summary>
internal sealed record PreparedUser(long Line, ImportedUser User, string? PasswordHash);

/// <summary>Decides what becomes of the users of a batch, given who is here already. Writes nothing.</summary>
internal sealed class ImportPlan
{
    private readonly Dictionary<string, BrokerUser?> _byCrmId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BrokerUser?> _byEmail = new(StringComparer.Ordinal);
    private readonly Dictionary<long, BrokerUser?> _byPlatformId = [];

    public ImportPlan(IEnumerable<BrokerUser> here)
    {
        foreach (var user in here)
        {
            _byEmail[user.NormalizedEmail] = user;
            if (user.CrmUserId is { } crmUserId)
            {
                _byCrmId[crmUserId] = user;
            }

            if (user.CtraderUserId is { } platformUserId)
            {
                _byPlatformId[platformUserId] = user;
            }
        }
    }

    /// <summary>What becomes of the next user, and which one here it is; null for a new one.</summary>
    public (ImportOutcome Outcome, BrokerUser? Here) Decide(PreparedUser prepared)
    {
        var user = prepared.User;
        var known = _byCrmId.GetValueOrDefault(user.CrmUserId);
        var sameAddress = _byEmail.GetValueOrDefault(user.NormalizedEmail);
        var here = known ?? sameAddress;
        if ((here is null ? FaultOfNew(user) : FaultOf(user, here, known is not null)) is { } fault)
        {
            return (new ImportOutcome.Refused(fault), here);
        }

        // Later users of the batch meet this one.
        _byCrmId[user.CrmUserId] = here;
        _byEmail[user.NormalizedEmail] = here;
        if (user.PlatformUserId is { } platformUserId)
        {
            _byPlatformId[platformUserId] = here;
        }

        return here switch
        {
            null => (new ImportOutcome.Created(), null),
            _ when known is null => (new ImportOutcome.Linked(), here),
            _ => (SaysSomethingNew(prepared, here) ? new ImportOutcome.Updated() : new ImportOutcome.Unchanged(), here),
        };
    }

    /// <summary>Whether the address is another one than the CRM's user had before.</summary>
    public static bool ChangesEmail(ImportedUser user, BrokerUser here) => here.NormalizedEmail != user.NormalizedEmail;

    private static bool SaysSomethingNew(PreparedUser prepared, BrokerUser here)
    {
        var user = prepared.User;
        return ChangesEmail(user, here)
            || (user.FirstName is not null && user.FirstName != here.FirstName)
            || (user.LastName is not null && user.LastName != here.LastName)
            || (user.Country is not null && user.Country != here.Country)
            || (user.PlatformUserId is not null && here.CtraderUserId is null)
            || (user.EmailVerified && here.EmailConfirmedAt is null)
            || (user.Blocked && here.BlockedAt is null)
            || (user.Password is not null && here.PasswordHash is null);
    }

    private string? FaultOfNew(ImportedUser user)
    {
        if (_byEmail.ContainsKey(user.NormalizedEmail))
        {
            return "email is that of an earlier line";
        }

        return user.PlatformUserId is { } id && _byPlatformId.ContainsKey(id) ? "platformUserId is that of another user here" : null;
    }

    private string? FaultOf(ImportedUser user, BrokerUser here, bool isKnown)
    {
        if (!isKnown)
        {
            if (here.CrmUserId is not null)
            {
                return "email is that of a user here whom the CRM knows by another id";
            }

            if (!user.EmailVerified)
            {
                return "email is that of a user here; it links only with emailVerified true, when the CRM knows that it is theirs";
            }
        }
        else if (ChangesEmail(user, here))
        {
            if (!user.EmailVerified)
            {
                return "email is another one than before; it counts only with emailVerified true";
            }

            if (_byEmail.ContainsKey(user.NormalizedEmail))
            {
                return "email is that of another user here";
            }
        }

        if (user.PlatformUserId is not { } id)
        {
            return null;
        }

        if (here.CtraderUserId is { } stored)
        {
            return stored == id ? null : "platformUserId is another one than the user has here";
        }

        return _byPlatformId.ContainsKey(id) ? "platformUserId is that of another user here" : null;
    }
}
