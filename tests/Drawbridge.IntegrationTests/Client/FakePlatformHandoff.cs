using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>Users who log in at the platform.</summary>
internal sealed partial class FakePlatform
{
    private readonly Dictionary<string, FakeAnswer> _handoffTokens = new(StringComparer.Ordinal);

    /// <summary>An account that was opened without the broker's knowledge.</summary>
    public long NewAccount(string brokerName, string currency = "EUR")
    {
        lock (_gate)
        {
            CreateTrader(new JsonObject
            {
                ["hashedPassword"] = "x", ["brokerName"] = brokerName, ["depositCurrency"] = currency, ["groupName"] = "Default", ["balance"] = 100_000,
            });
            return Traders[^1].Login;
        }
    }

    /// <summary>What is on an account from now on, in cents.</summary>
    public void SetBalance(long login, long balance)
    {
        lock (_gate)
        {
            Traders.Single(trader => trader.Login == login).Request["balance"] = balance;
        }
    }

    /// <summary>A token of a screen's address, good for one redeem.</summary>
    public string NewHandoffToken(long userId, string email, long tradingLogin)
    {
        var token = TokenText.Generate(TokenKind.OneTime);
        lock (_gate)
        {
            _handoffTokens[token] = new(200, JsonSerializer.Serialize(new { userId, email, tradingLogin }));
        }

        return token;
    }

    private FakeAnswer Redeem(string token) => _handoffTokens.Remove(token, out var answer) ? answer : FakeAnswer.Error(404, "OT_TOKEN_NOT_FOUND");
}
