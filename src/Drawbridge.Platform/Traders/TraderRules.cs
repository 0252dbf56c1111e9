using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.Platform.Traders;

/// <summary>What the body of call 3.3 must look like, apart from what is known here (B2P-3.3-2..17).</summary>
internal static class TraderRules
{
    private const int LargestLeverage = 1_000_000;
    private const int LargestCountry = 999;

    private static readonly string[] AccessRights = ["FULL_ACCESS", "CLOSE_ONLY", "NO_TRADING", "NO_LOGIN"];
    private static readonly string[] AccountTypes = ["HEDGED", "NETTED", "SPREAD_BETTING"];
    private static readonly string[] MarginTypes = ["MAX", "SUM", "NET"];
    private static readonly string[] LimitedRiskStrategies = ["ACCORDING_TO_LEVERAGE", "ACCORDING_TO_GSL", "ACCORDING_TO_GSL_AND_LEVERAGE"];

    /// <summary>The first rule that is broken, null when none is (B2P-3.3-22).</summary>
    public static PlatformFault? Check(CreateTraderRequest request)
    {
        var missing = Missing(request).ToList();
        if (missing.Count > 0)
        {
            return PlatformFault.Missing(missing);
        }

        return NotDefined([.. Wrong(request)]);
    }

    /// <summary>A fault that names these keys, null when there are none.</summary>
    public static PlatformFault? NotDefined(IReadOnlyList<string> wrong) =>
        wrong.Count > 0 ? PlatformFault.Invalid($"Not a value that this call defines: {string.Join(", ", wrong)}.") : null;

    /// <summary>Keys whose values are none that the call defines.</summary>
    public static IEnumerable<string> Wrong(CreateTraderRequest r) =>
        new (string Key, bool IsWrong)[]
        {
            ("accessRights", !AccessRights.Contains(r.AccessRights, StringComparer.Ordinal)),
            ("accountType", !AccountTypes.Contains(r.AccountType, StringComparer.Ordinal)),
            ("balance", r.Balance < 0),
            ("hashedPassword", !PasswordHashMd5.TryParse(r.HashedPassword, out _)), // WS-13
            ("leverageInCents", r.LeverageInCents is < 1 or > LargestLeverage),
            ("maxLeverage", r.MaxLeverage is < 1 or > LargestLeverage), // B2P-3.3-15
            ("totalMarginCalculationType", r.TotalMarginCalculationType is { } m && !MarginTypes.Contains(m, StringComparer.Ordinal)), // B2P-3.3-10
            ("limitedRiskMarginCalculationStrategy",
                r.LimitedRiskMarginCalculationStrategy is { } s && !LimitedRiskStrategies.Contains(s, StringComparer.Ordinal)), // B2P-3.3-14
            ("contactDetails.countryId", r.ContactDetails?.CountryId is < 1 or > LargestCountry), // WS-24
        }.Where(static entry => entry.IsWrong).Select(static entry => entry.Key);

    private static IEnumerable<string> Missing(CreateTraderRequest r) =>
        new (string Key, bool IsMissing)[]
        {
            ("accessRights", string.IsNullOrEmpty(r.AccessRights)), // B2P-3.3-2
            ("accountType", string.IsNullOrEmpty(r.AccountType)), // B2P-3.3-3
            ("balance", r.Balance is null), // B2P-3.3-4
            ("brokerName", string.IsNullOrEmpty(r.BrokerName)), // B2P-3.3-5
            ("depositCurrency", string.IsNullOrEmpty(r.DepositCurrency)), // B2P-3.3-6
            ("groupName", string.IsNullOrEmpty(r.GroupName)), // B2P-3.3-7
            ("hashedPassword", string.IsNullOrEmpty(r.HashedPassword)), // B2P-3.3-8
            ("leverageInCents", r.LeverageInCents is null), // B2P-3.3-9, WS-12
        }.Where(static entry => entry.IsMissing).Select(static entry => entry.Key);
}
