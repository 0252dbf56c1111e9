using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>Call 3.5 and WebServices 4.10.</summary>
internal static class MoneyMutations
{
    private const string Bonus = "POST /v2/webserv/traders/*/changebonus";
    private const string Done = """{"balanceHistoryId":987654321}""";

    public static IEnumerable<Mutation> All { get; } =
    [
        Success("3.5 answers 201", Balance, static it => it.Status = 201, "platform/3.5/deposit"),
        Hear("3.5 loses a cent", 123.45m, 123.44m, "platform/3.5/deposit-raises-the-balance"),
        Around("3.5 withdraws too little", Balance, static it => it.Text("type") == "WITHDRAW" && Is(it.Request["preciseAmount"], 4.01m) ? it.GoOnWithAsync("preciseAmount", 4) : it.GoOnAsync(), "platform/3.5/withdrawal-lowers-the-balance"),
        Mishear("3.5 makes money of credit", Balance, "type", static type => type?.ToString() == "DEPOSIT_NONWITHDRAWABLE_BONUS", static _ => "DEPOSIT", "platform/3.5/credit", "platform/3.5/credit-back"),
        Hear("3.5 takes too little credit back", 2.04m, 2m, "platform/3.5/credit-back"),
        Json("3.5 gives every change one number", Balance, static body => body["balanceHistoryId"] = 5, "platform/3.5/other-number"),
        Refuse("3.5 takes no source", Balance, static it => it.Request.ContainsKey("source"), "platform/3.5/notes"),
        SameOrder("3.5 counts an externalId once", "platform/3.5/same-external-id-counts-twice"),
        Accept("3.5 pays what is not there", Balance, static it => it.ErrorCode == "NOT_ENOUGH_MONEY" && it.Text("type") == "WITHDRAW", "platform/3.5/too-little-money", "platform/3.5/parallel-withdrawals"),
        Accept("3.5 takes back credit that is not there", Balance, static it => it.ErrorCode == "NOT_ENOUGH_MONEY" && it.Text("type") != "WITHDRAW", "platform/3.5/too-little-credit"),
        Around("3.5 pays while it refuses", Balance, static async it =>
        {
            var isTooMuch = Is(it.Request["preciseAmount"], 10.01m) && it.Text("type") == "WITHDRAW";
            await (isTooMuch ? it.GoOnWithAsync("preciseAmount", 10) : it.GoOnAsync());
            if (isTooMuch)
            {
                it.Answer(400, """{"error":{"errorCode":"NOT_ENOUGH_MONEY","description":"No."}}""");
            }
        }, "platform/3.5/refused-withdrawal-leaves-the-balance"),
        Accept("3.5 knows every account", Balance, static it => it.ErrorCode == "TRADER_NOT_FOUND", "platform/3.5/unknown-trader"),
        Accept("3.5 looks at the address only", Balance, static it => it.Request["login"] is { } login && !it.Path.Contains($"/{login}/", StringComparison.Ordinal), "platform/3.5/another-login-in-the-body"),
        Accept("3.5 knows every type", Balance, static it => it.Text("type") == "GIFT", "platform/3.5/unknown-type"),
        .. Keys("3.5", Balance, "login", "preciseAmount", "type"),
        Accept("3.5 moves nothing", Balance, static it => Is(it.Request["preciseAmount"], 0), "platform/3.5/nothing"),
        Accept("3.5 takes amounts below zero", Balance, static it => Is(it.Request["preciseAmount"], -1), "platform/3.5/below-zero"),
        Accept("3.5 takes tenths of cents", Balance, static it => Is(it.Request["preciseAmount"], 0.001m), "platform/3.5/too-many-decimals"),
        Hear("3.5 reckons in fractions", 0.1m, 0.09m, "platform/3.5/tenths"),
        Hear("3.5 rounds down", 1.15m, 1.14m, "platform/3.5/no-rounding-down"),
        Hear("3.5 reckons in doubles", 90_071_992_547_409.93m, 90_071_992_547_409.92m, "platform/3.5/large-amount"),
        Pretend("3.5 forgets the eighth decimal", Balance, static it => Is(it.Request["preciseAmount"], 0.00000001m), 200, Done, "platform/3.5/eighth-decimal"),
        Pretend("3.5 loses one of many", Balance, static it => Is(it.Request["preciseAmount"], 7.01m), 200, Done, "platform/3.5/parallel-deposits"),
        Accept("3.5 pays the same money twice", Balance, static it => Is(it.Request["preciseAmount"], 10) && it.ErrorCode == "NOT_ENOUGH_MONEY", "platform/3.5/parallel-withdrawals"),

        Json("4.10 calls its number otherwise", Bonus, static body => body.Remove("bonusHistoryId"), "platform/ws-4.10/answer"),
        Mishear("4.10 loses a cent", Bonus, "preciseAmount", static amount => Is(amount, 50.5m), static _ => 50.49m, "platform/ws-4.10/deposit", "platform/ws-4.10/withdrawal"),
        Mishear("4.10 withdraws too little", Bonus, "preciseAmount", static amount => Is(amount, 0.5m), static _ => 0.4m, "platform/ws-4.10/withdrawal"),
        Accept("4.10 pays bonus that is not there", Bonus, static it => it.ErrorCode == "NOT_ENOUGH_MONEY", "platform/ws-4.10/too-little-bonus"),
        Accept("4.10 moves nothing", Bonus, static it => Is(it.Request["preciseAmount"], 0), "platform/ws-4.10/nothing"),
        Accept("4.10 knows every account", Bonus, static it => it.ErrorCode == "TRADER_NOT_FOUND", "platform/ws-4.10/unknown-trader"),
        Accept("4.10 knows every type", Bonus, static it => it.Text("type").Starts("DEPOSIT_"), "platform/ws-4.10/unknown-type"),
    ];

    private static Mutation Hear(string name, decimal said, decimal heard, params string[] fails) => Mishear(name, Balance, "preciseAmount", amount => Is(amount, said), _ => heard, fails);

    private static Mutation SameOrder(string name, params string[] fails)
    {
        var second = From(2);
        return Pretend(name, Balance, it => it.Text("externalId").Starts("order-") && second(it.Text("externalId")!), 200, Done, fails);
    }
}
