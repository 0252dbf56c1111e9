using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.Accounts;

/// <summary>Call 3.3 as it succeeds.</summary>
internal static class CreateTraderCases
{
    private static readonly string[] Always =
    [
        "login", "groupName", "depositCurrency", "accessRights", "balance", "bonus", "nonWithdrawableBonus", "leverageInCents", "contactDetails", "registrationTimestamp",
        "lastUpdateTimestamp", "equity", "usedMargin", "freeMargin", "accountType",
    ];

    private static readonly string[] Added = ["moneyDigits", "cashEquity", "lastConnectionTimestamp", "isLimitedRisk", "limitedRisk"];

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Case(
            "3.3/created",
            Must("B2P-3.3-21").Inferred,
            "Call 3.3 answers 201 with the login of the new account",
            "Open the account and answer 201 with its login, a whole number.",
            static async calls => (await calls.CreateTraderAsync(await calls.TraderAsync())).MustHaveStatus(201).MustHaveNumber("login")).And(Must("B2P-3.3-1"), Must("WS-31"), Must("B2P-0-4")),
        Case(
            "3.3/other-number",
            Must("B2P-3.3-19"),
            "Call 3.3 opens another account each time",
            "Give each account a login that no other account has, also when the bodies are the same.",
            static async calls =>
            {
                var body = await calls.TraderAsync();
                var (first, second) = ((await calls.CreateTraderAsync(body)).MustHaveNumber("login"), (await calls.CreateTraderAsync(body)).MustHaveNumber("login"));
                Check.That(first != second, "two different logins", $"{first} twice");
            }),
        Case(
            "3.3/keys-always-there",
            Must("B2P-3.3-20"),
            "The answer of call 3.3 has the fifteen keys that are always there",
            "Write these keys always, also when they are 0 or empty: clients refuse an account without them.",
            static async calls => MustHaveAll(await NewAsync(calls), Always)).And(Must("WS-70")),
        Case(
            "3.3/keys-added",
            Must("B2P-3.3-19"),
            "The answer of call 3.3 adds moneyDigits, cashEquity, the last connection and both spellings of limited risk",
            "Add moneyDigits, cashEquity, lastConnectionTimestamp, isLimitedRisk and limitedRisk to the account.",
            static async calls => MustHaveAll(await NewAsync(calls), Added)),
        Case(
            "3.3/echo",
            Must("B2P-3.3-18"),
            "The answer of call 3.3 repeats what was asked for",
            "Repeat the keys of the request with their values.",
            static async calls =>
            {
                var body = await calls.TraderAsync();
                body["leverageInCents"] = 12300;
                var trader = (await calls.CreateTraderAsync(body)).MustSucceed().MustBeObject();
                foreach (var (key, value) in body.Where(static member => member.Key is not "hashedPassword" and not "accountType"))
                {
                    trader.MustHave(key, value);
                }
            }).And(Must("WS-12"), Must("B2P-3.3-9")),
        Case(
            "3.3/password-not-repeated",
            Must("B2P-3.3-18").Inferred,
            "The answer of call 3.3 has no hash of the password",
            "Leave hashedPassword out of every answer.",
            static async calls =>
            {
                var answer = (await calls.CreateTraderAsync(await calls.TraderAsync())).MustSucceed();
                var hash = PlatformCalls.Md5(PlatformCalls.AccountPassword);
                answer.Must(!answer.Body.Contains(hash, StringComparison.OrdinalIgnoreCase), "a body without the hash", "one with the hash of the password");
            }),
        Case(
            "3.3/balance-as-text",
            Must("B2P-3.3-4"),
            "Call 3.3 takes the opening balance as a numeric text",
            "Take \"00\" for 0: published examples send it so.",
            static async calls => (await NewAsync(calls, body => body["balance"] = "00")).MustHave("balance", 0)),
        Case(
            "3.3/opening-balance",
            Must("B2P-3.3-4"),
            "An account opens with the balance that call 3.3 names, in units of 10^-moneyDigits",
            "Take balance in the currency's smallest unit: 234512 with moneyDigits 2 is 2345.12.",
            static async calls =>
            {
                var trader = await NewAsync(calls, body => body["balance"] = 234512);
                trader.MustHave("balance", 234512).MustHave("equity", 234512).MustHave("freeMargin", 234512).MustHave("moneyDigits", 2);
            }).And(Must("B2P-0-11"), Must("WS-10")),
        Case(
            "3.3/eight-decimals",
            Must("WS-10"),
            "An account in a currency with eight decimals says moneyDigits 8",
            "Let each account have the decimals of its currency, never a fixed factor of 100.",
            static async calls => (await NewAsync(calls, body => body["depositCurrency"] = calls.Target.PreciseCurrency)).MustHave("moneyDigits", 8)).Needing(Capability.PreciseCurrency).And(Must("B2P-0-11")),
        Case(
            "3.3/margin-type-left-out",
            Must("B2P-3.3-10"),
            "Call 3.3 takes MAX for a totalMarginCalculationType that is left out",
            "Default totalMarginCalculationType to MAX: the published minimal example leaves it out.",
            static async calls => (await NewAsync(calls, body => body.Remove("totalMarginCalculationType"))).MustHave("totalMarginCalculationType", "MAX")),
        Case(
            "3.3/no-contact-details",
            May("B2P-3.3-11"),
            "The answer of call 3.3 has empty contactDetails when none were sent",
            "Write {} for contactDetails that are not known.",
            static async calls => (await NewAsync(calls)).MustHave("contactDetails", new JsonObject())),
        Case(
            "3.3/contact-details",
            May("B2P-3.3-11"),
            "Call 3.3 keeps all ten members of contactDetails",
            "Keep and show every member of contactDetails, partners included.",
            static async calls =>
            {
                var details = new JsonObject
                {
                    ["address"] = "Main Street 1", ["city"] = "Limassol", ["countryId"] = 196, ["documentId"] = "X1", ["email"] = "ann@example.com", ["phone"] = "+357",
                    ["state"] = "L", ["zipCode"] = "3000", ["introducingBroker1"] = "ib1", ["introducingBroker2"] = "ib2",
                };
                (await NewAsync(calls, body => body["contactDetails"] = details.DeepClone())).MustHave("contactDetails", details);
            }).And(Must("WS-24"), Should("WS-73")),
        Case(
            "3.3/defaults",
            May("B2P-3.3-16"),
            "Flags that call 3.3 leaves out are false",
            "Default swapFree, isLimitedRisk, sendOwnStatement and sendStatementToBroker to false.",
            static async calls => (await NewAsync(calls)).MustHave("swapFree", false).MustHave("isLimitedRisk", false).MustHave("sendOwnStatement", false)).And(May("B2P-3.3-13"), May("B2P-3.3-17")),
        Case(
            "3.3/everything",
            May("B2P-3.3-12"),
            "Call 3.3 keeps names, description, leverage limit and flags",
            "Keep and show every key of the request.",
            static async calls =>
            {
                JsonObject more = new() { ["name"] = "Ann", ["lastName"] = "Lee", ["description"] = "order 1 <&> ü", ["maxLeverage"] = 50000, ["sendOwnStatement"] = true, ["swapFree"] = true };
                var trader = await NewAsync(calls, body =>
                {
                    foreach (var (key, value) in more)
                    {
                        body[key] = value!.DeepClone();
                    }
                });
                foreach (var (key, value) in more)
                {
                    trader.MustHave(key, value);
                }
            }).And(May("B2P-3.3-15"), May("B2P-3.3-17")),
        Case(
            "3.3/limited-risk",
            May("B2P-3.3-13"),
            "An account with limited risk says so in both spellings",
            "Write isLimitedRisk and limitedRisk with the same value, and keep limitedRiskMarginCalculationStrategy.",
            static async calls => (await NewAsync(calls, static body =>
            {
                body["isLimitedRisk"] = true;
                body["limitedRiskMarginCalculationStrategy"] = "ACCORDING_TO_GSL";
            })).MustHave("isLimitedRisk", true).MustHave("limitedRisk", true).MustHave("limitedRiskMarginCalculationStrategy", "ACCORDING_TO_GSL")).And(May("B2P-3.3-14")),
        Values("access-rights", "accessRights", "B2P-3.3-2", "FULL_ACCESS", "CLOSE_ONLY", "NO_TRADING", "NO_LOGIN"),
        Values("account-types", "accountType", "B2P-3.3-3", "HEDGED", "NETTED", "SPREAD_BETTING"),
        Values("margin-types", "totalMarginCalculationType", "B2P-3.3-10", "MAX", "SUM", "NET"),
        Case(
            "3.3/timestamps",
            Must("WS-14"),
            "Times of an account are milliseconds since 1970",
            "Write registrationTimestamp and lastUpdateTimestamp as epoch milliseconds, UTC.",
            static async calls =>
            {
                var trader = await NewAsync(calls);
                foreach (var key in new[] { "registrationTimestamp", "lastUpdateTimestamp" })
                {
                    Check.That(trader.MustHaveNumber(key) is > 1_500_000_000_000 and < 5_000_000_000_000, $"{key} in milliseconds since 1970", $"{trader.Text(key)}");
                }
            }),
    ];

    private static ConformanceCase Values(string id, string key, string requirement, params string[] values) => Case(
        $"3.3/{id}",
        Must(requirement),
        $"Call 3.3 knows {string.Join(", ", values)} as {key}",
        $"Take every one of these values for {key}, and show it again.",
        async calls =>
        {
            foreach (var value in values)
            {
                (await NewAsync(calls, body => body[key] = value)).MustHave(key, value);
            }
        });

    private static async Task<JsonObject> NewAsync(PlatformCalls calls, Action<JsonObject>? change = null) =>
        (await calls.CreateTraderAsync(change ?? (static _ => { }))).MustSucceed().MustBeObject();

    private static void MustHaveAll(JsonObject trader, IEnumerable<string> keys)
    {
        var missing = keys.Where(key => trader[key] is null).ToList();
        Check.That(missing.Count == 0, "all of these keys", $"an account without {string.Join(", ", missing)}");
    }
}
