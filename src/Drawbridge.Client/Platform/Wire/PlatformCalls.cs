using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Wire;

/// <summary>Every call of a CRM to the platform: sections 3, WebServices 4 to 6, redeem, and the pulls of Invite.</summary>
internal static class PlatformCalls
{
    private static readonly List<CallInfo> Known = [];

    public static readonly CallInfo ManagerToken = Post("3.1", PlatformPaths.ManagerToken, Repeat.SameState, TokenPlace.Nowhere);

    public static readonly CallInfo CreateUser = Post("3.2", PlatformPaths.CreateUser, Repeat.Twice);
    public static readonly CallInfo ChangeEmail = Put("3.10", PlatformPaths.ChangeEmail);
    public static readonly CallInfo FindUser = Get("3.11", PlatformPaths.UserId);
    public static readonly CallInfo LogOut = Post("3.12", PlatformPaths.Logout, Repeat.SameState);
    public static readonly CallInfo AcceptAgreement = Put("3.13", PlatformPaths.AcceptAgreement);

    public static readonly CallInfo CreateTrader = Post("3.3", PlatformPaths.Traders, Repeat.Twice);
    public static readonly CallInfo GetTrader = Get("WS 4.2", PlatformPaths.Trader);
    public static readonly CallInfo ListTraders = Get("WS 4.3", PlatformPaths.Traders);
    public static readonly CallInfo SubAccounts = Get("WS 4.4", PlatformPaths.SubAccounts);
    public static readonly CallInfo ReplaceTrader = Put("WS 4.5.1", PlatformPaths.Trader);
    public static readonly CallInfo UpdateTrader = Add(new("WS 4.5.2", HttpMethod.Patch, PlatformPaths.Trader, Repeat.SameState));
    public static readonly CallInfo DeleteTrader = Delete("WS 4.6", PlatformPaths.Trader);
    public static readonly CallInfo ChangePassword = Post("WS 4.8", PlatformPaths.ChangePassword, Repeat.SameState);
    public static readonly CallInfo CheckPassword = Post("WS 4.9", PlatformPaths.CheckPassword, Repeat.Reads);

    public static readonly CallInfo Link = Post("3.4", PlatformPaths.Link, Repeat.Twice);
    public static readonly CallInfo MoveAccount = Post("WS 5.3", PlatformPaths.ChangeCtidTraderAccount, Repeat.SameState);

    public static readonly CallInfo ChangeBalance = Post("3.5", PlatformPaths.ChangeBalance, Repeat.Twice);
    public static readonly CallInfo ChangeBonus = Post("WS 4.10", PlatformPaths.ChangeBonus, Repeat.Twice);

    public static readonly CallInfo SetReferral = Put("3.6", PlatformPaths.Referral);
    public static readonly CallInfo FindReferral = Get("3.7", PlatformPaths.Referral);
    public static readonly CallInfo DeleteReferral = Delete("3.8", PlatformPaths.Referral);

    public static readonly CallInfo ReplaceInAppControls = Put("3.9", PlatformPaths.InAppControls);

    public static readonly CallInfo Redeem = Post("redeem", PlatformPaths.Redeem, Repeat.Twice);

    public static readonly CallInfo TraderGroups = Get("WS 4.11", PlatformPaths.TraderGroups);
    public static readonly CallInfo Symbols = Get("WS 6.1", PlatformPaths.Symbols);
    public static readonly CallInfo DepositAssets = Get("WS 6.2", PlatformPaths.DepositAssets);

    public static readonly CallInfo OpenPositions = Get("WS 4.12", PlatformPaths.OpenPositions);
    public static readonly CallInfo ClosedPositions = Get("WS 4.13", PlatformPaths.ClosedPositions);

    public static readonly CallInfo CreateCtid = Post("WS 5.1", PlatformPaths.CreateCtid, Repeat.Twice);

    public static readonly CallInfo InvitedUsers = Pull("invite invitedUsers", PlatformPaths.InvitedUsers);
    public static readonly CallInfo InviteUsers = Pull("invite users", PlatformPaths.Users);

    private static readonly CallInfo[] AttributeLists = Attributes(14, "list", Repeat.Reads);
    private static readonly CallInfo[] AttributeUpdates = Attributes(17, "update", Repeat.SameState);
    private static readonly CallInfo[] AttributeDeletes = Attributes(20, "delete", Repeat.SameState);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CallInfo> All => Known;

    public static CallInfo ListAttributes(AttributeOwner owner) => AttributeLists[(int)owner];

    public static CallInfo UpdateAttributes(AttributeOwner owner) => AttributeUpdates[(int)owner];

    public static CallInfo DeleteAttributes(AttributeOwner owner) => AttributeDeletes[(int)owner];

    private static CallInfo Get(string number, string template) => Add(new(number, HttpMethod.Get, template, Repeat.Reads));

    private static CallInfo Pull(string number, string template) =>
        Add(new(number, HttpMethod.Get, template, Repeat.Reads) { TokenPlace = TokenPlace.Header });

    private static CallInfo Put(string number, string template) => Add(new(number, HttpMethod.Put, template, Repeat.SameState));

    private static CallInfo Delete(string number, string template) => Add(new(number, HttpMethod.Delete, template, Repeat.SameState));

    private static CallInfo Post(string number, string template, Repeat repeat, TokenPlace place = TokenPlace.Query) =>
        Add(new(number, HttpMethod.Post, template, repeat) { TokenPlace = place });

    /// <summary>The three calls of an operation, by <see cref="AttributeOwner"/> (WS-90).</summary>
    private static CallInfo[] Attributes(int first, string operation, Repeat repeat) =>
    [
        Post($"WS 4.{first}", PlatformPaths.Attributes("traders", operation), repeat),
        Post($"WS 4.{first + 1}", PlatformPaths.Attributes("tradergroups", operation), repeat),
        Post($"WS 4.{first + 2}", PlatformPaths.Attributes("managers", operation), repeat),
    ];

    private static CallInfo Add(CallInfo call)
    {
        Known.Add(call);
        return call;
    }
}
