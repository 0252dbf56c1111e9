using Drawbridge.Protocol.Tokens;

namespace DotnetBroker;

/// <summary>What the platform authenticates itself with: any number side by side (P2B-CT-3).</summary>
public class CrmApiTokens(Store store, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(8); // P2B-CT-1: at least seven

    public CrmApiToken Issue()
    {
        var token = CrmApiToken.New();
        var now = time.GetUtcNow();
        store.Change(state =>
        {
            foreach (var (old, _) in state.CrmApiTokens.Where(entry => entry.Value <= now).ToList())
            {
                state.CrmApiTokens.Remove(old);
            }

            state.CrmApiTokens[AccessTokens.KeyOf(token.Fingerprint())] = now + Lifetime;
        });
        return token;
    }

    public bool IsValid(string? text) => CrmApiToken.TryParse(text, out var token)
        && store.Read(state => state.CrmApiTokens.TryGetValue(AccessTokens.KeyOf(token.Fingerprint()), out var end) && end > time.GetUtcNow());
}
