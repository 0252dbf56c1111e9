using System.Text.Json;
using Drawbridge.Platform.Hosting;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Traders;

/// <summary>What an update leaves in an account: everything but its money, currency and broker (WS-62).</summary>
internal sealed record TraderUpdate
{
    public required string GroupName { get; init; }

    public required string AccessRights { get; init; }

    public required string AccountType { get; init; }

    public required int LeverageInCents { get; init; }

    public int? MaxLeverage { get; init; }

    public required string TotalMarginCalculationType { get; init; }

    public required string ContactDetails { get; init; }

    public string? Name { get; init; }

    public string? LastName { get; init; }

    public string? Description { get; init; }

    public bool LimitedRisk { get; init; }

    public string? LimitedRiskMarginCalculationStrategy { get; init; }

    public bool SendOwnStatement { get; init; }

    public bool SendStatementToBroker { get; init; }

    public bool SwapFree { get; init; }

    public required string PasswordHash { get; init; }

    /// <summary>The account as it is.</summary>
    public static TraderUpdate Of(TraderRow trader) => new()
    {
        GroupName = trader.GroupName,
        AccessRights = trader.AccessRights,
        AccountType = trader.AccountType,
        LeverageInCents = trader.LeverageInCents,
        MaxLeverage = trader.MaxLeverage,
        TotalMarginCalculationType = trader.TotalMarginCalculationType,
        ContactDetails = trader.ContactDetails,
        Name = trader.Name,
        LastName = trader.LastName,
        Description = trader.Description,
        LimitedRisk = trader.LimitedRisk,
        LimitedRiskMarginCalculationStrategy = trader.LimitedRiskMarginCalculationStrategy,
        SendOwnStatement = trader.SendOwnStatement,
        SendStatementToBroker = trader.SendStatementToBroker,
        SwapFree = trader.SwapFree,
        PasswordHash = trader.PasswordHash,
    };

    /// <summary>Keys left out are reset (WS-60); account type and password survive (WS-62).</summary>
    public static TraderUpdate Replacing(TraderRow trader, CreateTraderRequest request, string? passwordHash) => new()
    {
        GroupName = request.GroupName!,
        AccessRights = request.AccessRights ?? "FULL_ACCESS",
        AccountType = request.AccountType ?? trader.AccountType,
        LeverageInCents = request.LeverageInCents!.Value,
        MaxLeverage = request.MaxLeverage,
        TotalMarginCalculationType = request.TotalMarginCalculationType ?? "MAX",
        ContactDetails = Stored(request.ContactDetails ?? new()),
        Name = request.Name,
        LastName = request.LastName,
        Description = request.Description,
        LimitedRisk = request.IsLimitedRisk ?? false,
        LimitedRiskMarginCalculationStrategy = request.LimitedRiskMarginCalculationStrategy,
        SendOwnStatement = request.SendOwnStatement ?? false,
        SendStatementToBroker = request.SendStatementToBroker ?? false,
        SwapFree = request.SwapFree ?? false,
        PasswordHash = passwordHash ?? trader.PasswordHash,
    };

    /// <summary>Keys left out stay (WS-64).</summary>
    public static TraderUpdate Merging(TraderRow trader, UpdateTraderRequest request) => Of(trader) with
    {
        GroupName = request.GroupName ?? trader.GroupName,
        AccessRights = request.AccessRights ?? trader.AccessRights,
        LeverageInCents = request.LeverageInCents ?? trader.LeverageInCents,
        MaxLeverage = request.MaxLeverage ?? trader.MaxLeverage,
        ContactDetails = request.ContactDetails is { } details ? Merging(trader.ContactDetails, details) : trader.ContactDetails,
        Name = request.Name ?? trader.Name,
        LastName = request.LastName ?? trader.LastName,
        Description = request.Description ?? trader.Description,
        LimitedRisk = request.IsLimitedRisk ?? trader.LimitedRisk,
        SendOwnStatement = request.SendOwnStatement ?? trader.SendOwnStatement,
        SendStatementToBroker = request.SendStatementToBroker ?? trader.SendStatementToBroker,
        SwapFree = request.SwapFree ?? trader.SwapFree,
    };

    /// <summary>Member by member (WS-65), so that a partner can be set alone (WS-73).</summary>
    private static string Merging(string stored, ContactDetails sent)
    {
        var old = JsonSerializer.Deserialize(stored, StoredJson.Default.ContactDetails) ?? new();
        return Stored(new()
        {
            Address = sent.Address ?? old.Address,
            City = sent.City ?? old.City,
            CountryId = sent.CountryId ?? old.CountryId,
            DocumentId = sent.DocumentId ?? old.DocumentId,
            Email = sent.Email ?? old.Email,
            Phone = sent.Phone ?? old.Phone,
            State = sent.State ?? old.State,
            ZipCode = sent.ZipCode ?? old.ZipCode,
            IntroducingBroker1 = sent.IntroducingBroker1 ?? old.IntroducingBroker1,
            IntroducingBroker2 = sent.IntroducingBroker2 ?? old.IntroducingBroker2,
        });
    }

    private static string Stored(ContactDetails details) => JsonSerializer.Serialize(details, StoredJson.Default.ContactDetails);
}
