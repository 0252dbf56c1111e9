namespace Drawbridge.Broker.Console;

/// <summary>Addresses of the console.</summary>
internal static class ConsolePaths
{
    public const string Root = "/console";
    public const string SignIn = Root + "/sign-in";
    public const string SignOut = Root + "/sign-out";
    public const string Password = Root + "/password";
    public const string Theme = Root + "/theme";
    public const string Payments = Root + "/payments";
    public const string Approvals = Root + "/approvals";
    public const string Reconciliation = Root + "/reconciliation";
    public const string Chat = Root + "/chat";
    public const string Kyc = Root + "/kyc";
    public const string Traders = Root + "/traders";
    public const string Webhooks = Root + "/webhooks";
    public const string Staff = Root + "/staff";
    public const string Audit = Root + "/audit";
    public const string Funnel = Root + "/funnel";
    public const string Ribbons = Root + "/ribbons";
    public const string Brokers = Root + "/brokers";
    public const string CrmLanguages = Root + "/crm/languages";
    public const string Configuration = Root + "/configuration";
    public const string Partners = Root + "/partners";
    public const string PartnerPlans = Root + "/partner-plans";
    public const string PartnerStatements = Root + "/partner-statements";
    public const string Live = Root + "/live";

    /// <summary>Name of the parameter with the page to go on with.</summary>
    public const string NextKey = "next";

    /// <summary>The page of a broker; names have no character that an address must escape (BID-15).</summary>
    public static string BrokerOf(string brokerName) => $"{Brokers}/{brokerName}";

    /// <summary>The page of a partner.</summary>
    public static string PartnerOf(long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Partners}/{id}");

    public static string SignInFor(string next) => next == Root ? SignIn : $"{SignIn}?{NextKey}={Uri.EscapeDataString(next)}";

    /// <summary>The address if it is a page of the console, else the console's first page: nobody can be led elsewhere by it.</summary>
    public static string OwnOr(string? next) =>
        next is { Length: < 1000 } && (next == Root || next.StartsWith(Root + "/", StringComparison.Ordinal) || next.StartsWith(Root + "?", StringComparison.Ordinal))
        && next.All(static c => c is > ' ' and < '\x7f' and not '\\')
            ? next
            : Root;
}
