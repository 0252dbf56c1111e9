using System.Text.Json.Serialization;
using Drawbridge.Broker.Accounts.Products;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Security;
using Drawbridge.Protocol.Crm;

namespace Drawbridge.Broker.Traders;

/// <summary>A page of traders.</summary>
internal sealed record TraderList(IReadOnlyList<TraderAnswer> Traders, string? NextCursor);

/// <summary>A trader.</summary>
/// <param name="Id">Names the trader in the other calls.</param>
/// <param name="BrokerName">At which broker.</param>
/// <param name="Email">The address that counts.</param>
/// <param name="FirstName">Null when unknown.</param>
/// <param name="LastName">Null when unknown.</param>
/// <param name="UserId">On the platform; null until it is created there.</param>
/// <param name="CreatedAt">When the trader came.</param>
/// <param name="BlockedAt">Since when the trader is kept out; null = may log in.</param>
/// <param name="Country">Country of residence, ISO 3166-1 alpha-2; null when unknown.</param>
internal sealed record TraderAnswer(
    long Id, string BrokerName, string Email, string? FirstName, string? LastName, long? UserId, DateTimeOffset CreatedAt, DateTimeOffset? BlockedAt, string? Country)
{
    public static TraderAnswer From(TraderRow row, BrokerEntity broker) =>
        new(row.Id, broker.Name.Value, row.Email, row.FirstName, row.LastName, row.CtraderUserId, row.CreatedAt, row.BlockedAt, row.Country);
}

/// <summary>A trader with what he logs in with and is logged in through, has, and agreed to.</summary>
internal sealed record TraderDetail(
    TraderAnswer Trader, SecondFactorAnswer SecondFactor, IReadOnlyList<SessionAnswer> Sessions, IReadOnlyList<AccountAnswer> Accounts,
    IReadOnlyList<ConsentAnswer> Agreements)
{
    public static TraderDetail From(TraderDossier dossier, BrokerEntity broker) => new(
        TraderAnswer.From(dossier.Trader, broker),
        new(dossier.Factor?.EnabledAt, dossier.Factor?.CodesLeft, dossier.Passkeys.Count),
        [.. dossier.Sessions.Select(static one => SessionAnswer.From(one, "browser")), .. dossier.Applications.Select(static one => SessionAnswer.From(one, "application"))],
        [.. dossier.Accounts.Select(account => new AccountAnswer(
            account.TraderLogin, account.EnvironmentName, broker.Settings.IsDemo(account.EnvironmentName), account.Product.Length == 0 ? null : account.Product,
            account.DepositCurrency, account.CreatedAt, account.Money?.ToString(), account.BalanceAt))],
        [.. dossier.Consents.Select(static one => new ConsentAnswer(one.Agreement, one.Version, one.Language, one.Url, one.AcceptedAt, one.ReportedAt))]);
}

/// <summary>A trading account.</summary>
/// <param name="Login">Its number.</param>
/// <param name="EnvironmentName">Where it is, such as <c>live</c>.</param>
/// <param name="Demo">It holds play money.</param>
/// <param name="Product">Which of the broker's kinds; null when it was not opened here.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="CreatedAt">Since when it is known.</param>
/// <param name="Balance">As read last for campaigns of ribbons that ask for it; null = never.</param>
/// <param name="BalanceAt">When the platform first told this balance.</param>
internal sealed record AccountAnswer(
    long Login, string EnvironmentName, bool Demo, string? Product, string Currency, DateTimeOffset CreatedAt, string? Balance, DateTimeOffset? BalanceAt);

/// <summary>That a trader agreed to a version of a document.</summary>
/// <param name="Agreement">Which document.</param>
/// <param name="Version">Which version.</param>
/// <param name="Language">Language of the screen; empty when it was not recorded.</param>
/// <param name="Url">The document that was linked; empty when it was not recorded.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="ReportedAt">When the platform was told (3.13); null = not yet.</param>
internal sealed record ConsentAnswer(string Agreement, string Version, string Language, string Url, DateTimeOffset AcceptedAt, DateTimeOffset? ReportedAt);

/// <summary>A trader's second steps.</summary>
/// <param name="EnabledAt">Since when there is an authenticator app; null = none.</param>
/// <param name="RecoveryCodesLeft">Null without an app.</param>
/// <param name="Passkeys">How many.</param>
internal sealed record SecondFactorAnswer(DateTimeOffset? EnabledAt, long? RecoveryCodesLeft, int Passkeys);

/// <summary>Something through which a trader is logged in.</summary>
/// <param name="Id">Names it for ending it; it opens nothing.</param>
/// <param name="Kind"><c>browser</c>, or <c>application</c> for one that logs in by itself with an access token.</param>
/// <param name="Device">Browser and system; null when unknown.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="LastUsedAt">Null for an application that has not come back.</param>
internal sealed record SessionAnswer(string Id, string Kind, string? Device, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt)
{
    public static SessionAnswer From(OpenDevice one, string kind) => new(Convert.ToHexStringLower(one.Hash), kind, one.Device, one.CreatedAt, one.LastSeenAt);
}

/// <summary>Body of calls that change a trader's access.</summary>
internal sealed class TraderActRequest : CrmRequest
{
    /// <summary>Why; it stands in the audit log.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decided it, as the CRM calls them.</summary>
    public string? By { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(TraderList))]
[JsonSerializable(typeof(TraderDetail))]
[JsonSerializable(typeof(TraderActRequest))]
[JsonSerializable(typeof(TraderCountryRequest))]
internal sealed partial class TraderJson : JsonSerializerContext;
