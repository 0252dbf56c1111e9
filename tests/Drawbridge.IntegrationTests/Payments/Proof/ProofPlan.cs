using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Payments;

namespace Drawbridge.IntegrationTests.Payments.Proof;

/// <summary>What becomes of a deposit at the provider.</summary>
internal enum ProofFate
{
    /// <summary>The trader pays.</summary>
    Paid,

    /// <summary>The trader pays, and the provider says nothing: it has to be asked.</summary>
    PaidSilently,

    /// <summary>The trader pays something else.</summary>
    PaidOtherwise,

    /// <summary>The trader does not pay.</summary>
    Unpaid,

    /// <summary>Nobody pays, and the provider says nothing.</summary>
    Forgotten,

    /// <summary>The provider does not take it.</summary>
    Refused,
}

/// <summary>What happens to a call.</summary>
internal enum ProofFault
{
    None,
    DropBefore,
    DropAfter,
    ErrorBefore,
    ErrorAfter,
    HangBefore,
    HangAfter,
}

/// <summary>What happens to which payment, from a seed and the payment alone: the same seed brings the same again, however the work is spread.</summary>
internal sealed class ProofPlan(int seed)
{
    /// <summary>0 to 999.</summary>
    public int Roll(string what, string key) =>
        (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed} {what} {key}")))) % 1000);

    public ProofFate FateOf(string key) => Roll("fate", key) switch
    {
        < 780 => ProofFate.Paid,
        < 830 => ProofFate.PaidSilently,
        < 840 => ProofFate.PaidOtherwise,
        < 950 => ProofFate.Unpaid,
        < 970 => ProofFate.Forgotten,
        _ => ProofFate.Refused,
    };

    /// <summary>One call of seven does not go as it should.</summary>
    public ProofFault FaultOf(string call) => Roll("fault", call) switch
    {
        < 40 => ProofFault.DropBefore,
        < 80 => ProofFault.DropAfter,
        < 100 => ProofFault.ErrorBefore,
        < 120 => ProofFault.ErrorAfter,
        < 130 => ProofFault.HangBefore,
        < 140 => ProofFault.HangAfter,
        _ => ProofFault.None,
    };

    public bool IsDeposit(string key) => Roll("kind", key) < 500;

    /// <summary>In cents.</summary>
    public long AmountOf(string key) => 1_000 + (Roll("amount", key) * 47) + Roll("cents", key);

    /// <summary>One payment of three has a fee, and the broker bears every other one of them.</summary>
    public (long Fee, FeeBearer Bearer) FeeOf(string key) => Roll("fee", key) switch
    {
        < 170 => (1 + Roll("fee units", key), FeeBearer.Trader),
        < 340 => (1 + Roll("fee units", key), FeeBearer.Broker),
        _ => (0, FeeBearer.Trader),
    };

    /// <summary>What the provider says of a payout.</summary>
    public string PayoutOf(string reference) => Roll("payout", reference) < 880 ? "succeeded" : "failed";

    /// <summary>What the provider tells of a deposit and how many milliseconds later: twice, late, and in any order.</summary>
    public IEnumerable<(string Status, int After)> NoticesOf(ProofFate fate, string key)
    {
        var late = Roll("late", key) < 100 ? 8_000 : 0;
        var words = fate switch
        {
            ProofFate.Paid => Roll("words", key) switch
            {
                < 500 => ["succeeded"],
                < 700 => ["succeeded", "succeeded", "succeeded"],
                < 800 => ["failed", "succeeded"],
                < 900 => ["succeeded", "failed"],
                _ => (string[])["pending", "expired", "succeeded"],
            },
            ProofFate.PaidOtherwise => ["succeeded"],
            ProofFate.Unpaid => Roll("words", key) < 500 ? ["failed"] : ["expired", "expired"],
            _ => [],
        };
        return words.Select((word, i) => (word, late + Roll("after", $"{key} {i}") + (i * Roll("gap", key))));
    }
}
