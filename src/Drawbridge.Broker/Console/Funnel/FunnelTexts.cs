using System.Globalization;
using Drawbridge.Broker.Funnel;

namespace Drawbridge.Broker.Console.Funnel;

/// <summary>What steps are called in the console.</summary>
internal static class FunnelTexts
{
    public static string NameOf(string flow) => flow switch
    {
        FunnelStep.SignUp => "Sign-up",
        FunnelStep.Kyc => "KYC",
        FunnelStep.Deposit => "Deposit",
        _ => "Further accounts",
    };

    public static string NameOf(FunnelStage stage) => (stage.Flow, stage.Step) switch
    {
        (FunnelStep.SignUp, "form") => "Sign-up form opened",
        (FunnelStep.SignUp, "registered") => "Registered",
        (FunnelStep.SignUp, "confirm-email") => "Asked to confirm the address",
        (FunnelStep.SignUp, "account") => "Account form opened",
        (FunnelStep.SignUp, "complete") => "Account opened",
        (FunnelStep.Account, "form") => "Account form opened",
        (FunnelStep.Account, "opened") => "Account opened",
        (FunnelStep.Kyc, "overview") => "Verification opened",
        (FunnelStep.Kyc, "review") => "Summary opened",
        (FunnelStep.Kyc, "submitted") => "Sent off",
        (FunnelStep.Deposit, "amount") => "Amount form opened",
        (FunnelStep.Deposit, "confirm") => "Asked to confirm the fee",
        (FunnelStep.Deposit, "payment") => "Went to pay",
        (FunnelStep.Deposit, "credited") => "Saw it credited",
        _ => $"Step “{stage.Step}”",
    };

    public static string Percent(double? share) => share is { } value ? value.ToString("0.#\u00a0%", CultureInfo.InvariantCulture) : "–";

    public static string Known(string text, string otherwise) => text.Length == 0 ? otherwise : text;
}
