using Drawbridge.Broker.Cashier;

namespace Drawbridge.Cli.Up.Seed;

/// <summary>How traders of the seed's brokers pay: by a provider that moves no money; a bank transfer has a fee.</summary>
internal static class DemoCashier
{
    public static CashierSettings Settings { get; } = new()
    {
        ApproveWithdrawalsAbove = 5_000,
        Methods =
        [
            Method("card", "Card", "Karte", "Tarjeta", "بطاقة"),
            Method("bank", "Bank transfer", "Banküberweisung", "Transferencia bancaria", "تحويل مصرفي") with
            {
                DepositFee = new() { Percent = 0.5m, Minimum = 1, Maximum = 20 },
                WithdrawalFee = new() { Fixed = 2 },
                DailyWithdrawals = 10_000,
            },
        ],
    };

    private static PaymentMethod Method(string id, string en, string de, string es, string ar) => new()
    {
        Id = id,
        Provider = "sandbox",
        Label = DemoTexts.Of(en, de, es, ar),
    };
}
