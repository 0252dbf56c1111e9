namespace Drawbridge.Broker.Funnel;

/// <summary>A stage that a trader reaches on the way through a flow (SCR-43).</summary>
/// <param name="Flow">Which flow.</param>
/// <param name="Position">Where it stands in it.</param>
/// <param name="Name">What it is called in lists; of KYC the id of the broker's own step.</param>
internal sealed record FunnelStep(string Flow, int Position, string Name)
{
    public const string SignUp = "signup";
    public const string Account = "account";
    public const string Kyc = "kyc";
    public const string Deposit = "deposit";

    /// <summary>Behind every step of a broker's own.</summary>
    private const int Late = 1000;

    /// <summary>The flows, in the order of a trader's life.</summary>
    public static IReadOnlyList<string> Flows { get; } = [SignUp, Kyc, Deposit, Account];

    public static FunnelStep SignUpForm { get; } = new(SignUp, 1, "form");

    public static FunnelStep Registered { get; } = new(SignUp, 2, "registered");

    /// <summary>Only at brokers that ask for the address to be confirmed.</summary>
    public static FunnelStep ConfirmEmail { get; } = new(SignUp, 3, "confirm-email");

    public static FunnelStep FirstAccount { get; } = new(SignUp, 4, "account");

    public static FunnelStep SignedUp { get; } = new(SignUp, 5, "complete");

    public static FunnelStep FurtherAccount { get; } = new(Account, 1, "form");

    public static FunnelStep FurtherAccountOpened { get; } = new(Account, 2, "opened");

    public static FunnelStep KycOverview { get; } = new(Kyc, 1, "overview");

    public static FunnelStep KycReview { get; } = new(Kyc, Late, "review");

    public static FunnelStep KycSubmitted { get; } = new(Kyc, Late + 1, "submitted");

    public static FunnelStep DepositAmount { get; } = new(Deposit, 1, "amount");

    /// <summary>Only for methods with a fee.</summary>
    public static FunnelStep DepositConfirm { get; } = new(Deposit, 2, "confirm");

    public static FunnelStep DepositPayment { get; } = new(Deposit, 3, "payment");

    public static FunnelStep DepositDone { get; } = new(Deposit, 4, "credited");

    /// <summary>Whether some traders never see the step although they go on.</summary>
    public static bool IsOptional(string flow, string name) => (flow, name) is (SignUp, "confirm-email") or (Deposit, "confirm");

    /// <summary>A step that the broker has defined itself.</summary>
    /// <param name="index">Its place among them, from 0.</param>
    /// <param name="id">What the broker calls it.</param>
    public static FunnelStep KycStep(int index, string id) => new(Kyc, 2 + index, id);
}
