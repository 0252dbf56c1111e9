using System.Security.Cryptography;
using DotnetBroker;
using Drawbridge.Protocol.Tokens;

namespace FaultyBrokers;

/// <summary>Two users who log in one after the other get the same OT token (P2B-OT-5). One user never gets the same value twice (P2B-OT-4).</summary>
public sealed class SharedOneTimeToken(Store store, TimeProvider time) : OneTimeTokens(store, time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _served = new(StringComparer.Ordinal);
    private string _value = "";

    protected override OneTimeToken NewValue(BrokerUser user)
    {
        lock (_gate)
        {
            if (_value.Length == 0 || !_served.Add(user.Id))
            {
                _value = RandomNumberGenerator.GetHexString(40, lowercase: true);
                _served.Clear();
                _served.Add(user.Id);
            }

            return OneTimeToken.TryParse(_value, out var token) ? token : base.NewValue(user);
        }
    }
}
