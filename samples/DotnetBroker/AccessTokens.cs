using Drawbridge.Protocol.Tokens;

namespace DotnetBroker;

/// <summary>Whose access token it is, and whether it still counts.</summary>
public sealed class AccessTokenEntry
{
    public required string User { get; init; }

    public bool Revoked { get; set; }
}

/// <summary>Whose <c>inappToken</c> it is.</summary>
/// <param name="User">The user.</param>
/// <param name="AccessToken">Key of the access token with which it ends; null when there was none.</param>
public sealed record InAppTokenEntry(string User, string? AccessToken);

/// <summary>Access tokens, which do not expire (P2B-AT-4), and the <c>inappToken</c>s that go with them.</summary>
public class AccessTokens(Store store)
{
    /// <summary>What is kept of a token (P2B-OT-7).</summary>
    public static string KeyOf(TokenFingerprint fingerprint) => Convert.ToHexStringLower(fingerprint.ToBytes());

    public AccessToken Issue(BrokerUser user)
    {
        var token = AccessToken.New();
        store.Change(state => state.AccessTokens[KeyOf(token.Fingerprint())] = new() { User = user.Id });
        return token;
    }

    /// <summary>Null for one that was never issued.</summary>
    public AccessTokenEntry? Find(AccessToken token) => store.Read(state => state.AccessTokens.GetValueOrDefault(KeyOf(token.Fingerprint())));

    public InAppToken IssueInApp(BrokerUser user, AccessToken? accessToken)
    {
        var token = InAppToken.New();
        store.Change(state => state.InAppTokens[KeyOf(token.Fingerprint())] = new(user.Id, accessToken is null ? null : KeyOf(accessToken.Fingerprint())));
        return token;
    }

    /// <summary>P2B-IT-3.</summary>
    public bool IsInApp(string? text, BrokerUser user) =>
        InAppToken.TryParse(text, out var token) && store.Read(state => state.InAppTokens.GetValueOrDefault(KeyOf(token.Fingerprint()))?.User == user.Id);

    /// <summary>One device logs out: its access token, the <c>inappToken</c>s that came with it, and the client area (P2B-4.5-5).</summary>
    public void LogOut(BrokerUser user, AccessToken? token) => store.Change(state =>
    {
        var key = token is null ? null : KeyOf(token.Fingerprint());
        if (key is not null)
        {
            state.AccessTokens[key].Revoked = true;
        }

        Drop(state, entry => entry.User == user.Id && entry.AccessToken == key); // P2B-IT-6
        user.Sessions++;
    });

    /// <summary>All devices, after another password or a log-out in the client area (P2B-AT-8, FLOW-LOGOUT-4).</summary>
    public void LogOutEverywhere(BrokerUser user) => store.Change(state =>
    {
        foreach (var entry in state.AccessTokens.Values.Where(entry => entry.User == user.Id))
        {
            entry.Revoked = true;
        }

        foreach (var entry in state.OneTimeTokens.Values.Where(entry => entry.User == user.Id))
        {
            entry.Used = true; // P2B-OT-11
        }

        Drop(state, entry => entry.User == user.Id);
        user.Sessions++;
    });

    private static void Drop(BrokerState state, Func<InAppTokenEntry, bool> which)
    {
        foreach (var (key, _) in state.InAppTokens.Where(entry => which(entry.Value)).ToList())
        {
            state.InAppTokens.Remove(key);
        }
    }
}
