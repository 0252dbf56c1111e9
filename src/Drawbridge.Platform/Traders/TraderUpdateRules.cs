using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Traders;

/// <summary>What the bodies of updates must look like, apart from what is known here.</summary>
internal static class TraderUpdateRules
{
    /// <summary>The first rule that a PUT breaks, null when none. What has a default may be left out (WS-60).</summary>
    public static PlatformFault? Check(CreateTraderRequest request)
    {
        var missing = new (string Key, bool IsMissing)[]
        {
            ("groupName", string.IsNullOrEmpty(request.GroupName)), // WS-61
            ("leverageInCents", request.LeverageInCents is null),
        }.Where(static entry => entry.IsMissing).Select(static entry => entry.Key).ToList();
        return missing.Count > 0 ? PlatformFault.Missing(missing) : Wrong(TraderRules.Wrong(Completed(request)));
    }

    /// <summary>The first rule that a PATCH breaks, null when none.</summary>
    public static PlatformFault? Check(UpdateTraderRequest request) => Wrong(TraderRules.Wrong(Completed(new()
    {
        AccessRights = request.AccessRights,
        LeverageInCents = request.LeverageInCents ?? 100,
        MaxLeverage = request.MaxLeverage,
        ContactDetails = request.ContactDetails,
    })));

    /// <summary>The first rule that the body of WebServices 4.8 or 4.9 breaks, null when none.</summary>
    public static PlatformFault? Check(long login, TraderPasswordRequest request, out PasswordHashMd5? password)
    {
        var missing = new (string Key, bool IsMissing)[]
        {
            ("login", request.Login is null),
            ("hashedPassword", string.IsNullOrEmpty(request.HashedPassword)),
        }.Where(static entry => entry.IsMissing).Select(static entry => entry.Key).ToList();
        var isHash = PasswordHashMd5.TryParse(request.HashedPassword, out password);
        return missing.Count > 0 ? PlatformFault.Missing(missing)
            : request.Login != login ? TraderPath.Unequal
            : isHash ? null
            : PlatformFault.Invalid("hashedPassword must be an MD5 in hexadecimal digits."); // WS-13
    }

    /// <summary>The body names another broker or currency than the account has: that is no update.</summary>
    public static bool IsMoved(CreateTraderRequest request, TraderRow trader) =>
        (request.BrokerName is { } broker && broker != trader.BrokerName)
        || (request.DepositCurrency is { } currency && currency != trader.DepositCurrency);

    /// <summary>With valid values for what an update may leave out, and for the balance, which it never changes (WS-62).</summary>
    private static CreateTraderRequest Completed(CreateTraderRequest request) => request with
    {
        AccessRights = request.AccessRights ?? "FULL_ACCESS",
        AccountType = request.AccountType ?? "HEDGED",
        Balance = 0,
        HashedPassword = request.HashedPassword ?? new string('0', 32),
    };

    private static PlatformFault? Wrong(IEnumerable<string> wrong) => TraderRules.NotDefined([.. wrong]);
}
