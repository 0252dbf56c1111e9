using System.Text.Json.Serialization;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Platform.Sessions;

/// <summary>Body of a request to open a session: one of the two tokens.</summary>
internal sealed record OpenSessionRequest
{
    public string? BrokerName { get; init; }

    /// <summary>Kind of application: <c>Web</c>, <c>Android</c>, <c>iOS</c>, <c>MacOS</c>, <c>Desktop</c>.</summary>
    public string? Source { get; init; }

    /// <summary>OT token of the success URL (call 4.2 underneath).</summary>
    public string? Token { get; init; }

    /// <summary>Long-term token of an earlier session (call 4.3 underneath).</summary>
    public string? AccessToken { get; init; }

    /// <summary>The partner's nickname in the link by which the user came (INV-40).</summary>
    public string? U { get; init; }

    /// <summary>Account number, for brokers whose users log in at the platform.</summary>
    public long? Login { get; init; }

    /// <summary>The account's password.</summary>
    public string? Password { get; init; }

    /// <summary>Never the tokens.</summary>
    public override string ToString() => nameof(OpenSessionRequest);
}

/// <summary>An open session. The tokens are there only when the session is opened and the CRM issued them.</summary>
internal sealed record SessionView
{
    public required string SessionId { get; init; }

    public required long UserId { get; init; }

    public string? AccessToken { get; init; }

    public string? InappToken { get; init; }

    public required IReadOnlyList<AccountView> Accounts { get; init; }

    public IReadOnlyList<Ribbon> Ribbons { get; init; } = [];

    /// <summary>Never the tokens.</summary>
    public override string ToString() => nameof(SessionView);
}

/// <summary>An account of the session's user at the session's broker. Money in 10^-<see cref="MoneyDigits"/>.</summary>
internal sealed record AccountView(
    long Login, long CtidTraderAccountId, string BrokerName, string EnvironmentName, string DepositCurrency, long Balance, int MoneyDigits);

/// <summary>Body of a request for an OT token. Only under handoff it has a meaning, and the first account is the default.</summary>
internal sealed record OneTimeTokenRequest
{
    /// <summary>The account that the action is about.</summary>
    public long? Login { get; init; }
}

/// <summary>A new OT token for an in-app action.</summary>
internal sealed record OneTimeTokenView(string Token);

/// <summary>How a log-out ended. The session is over in any case.</summary>
/// <param name="Crm"><c>informed</c>, <c>refused</c> or <c>unreachable</c>.</param>
/// <param name="Description">For a person.</param>
internal sealed record LoggedOutView(string Crm, string Description);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(OpenSessionRequest))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(OneTimeTokenView))]
[JsonSerializable(typeof(OneTimeTokenRequest))]
[JsonSerializable(typeof(LoggedOutView))]
internal sealed partial class SessionJson : JsonSerializerContext;
