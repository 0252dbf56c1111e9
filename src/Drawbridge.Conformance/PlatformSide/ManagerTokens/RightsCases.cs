using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.ManagerTokens;

/// <summary>What is out of a manager's reach.</summary>
internal static class RightsCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. new[]
    {
        Refused("opens-nothing-for-a-disabled-broker", "An account for a broker that is disabled for the manager", static async calls => await calls.Limited.CreateTraderAsync(await calls.TraderAsync(calls.Target.Second!.BrokerName))).Needing(Capability.SecondBroker),
        Refused("reads-nothing-of-a-disabled-broker", "Reading an account of a broker that is disabled for the manager", static async calls => await calls.Limited.ReadAsync(await calls.NewTraderAsync(broker: calls.Target.Second!.BrokerName))).Needing(Capability.SecondBroker),
        Refused("opens-nothing-in-a-denied-group", "An account in a group that is not granted", static calls => calls.Limited.CreateTraderAsync(body => body["groupName"] = calls.Target.Limited!.DeniedGroup)),
        Refused("reads-nothing-in-a-denied-group", "Reading an account in a group that is not granted", static async calls => await calls.Limited.ReadAsync(await DeniedAsync(calls))),
        Refused("moves-no-money-in-a-denied-group", "A deposit to an account in a group that is not granted", static async calls => await calls.Limited.ChangeBalanceAsync(await DeniedAsync(calls), 1)),
        Refused("changes-nothing-in-a-denied-group", "Changing an account in a group that is not granted", static async calls => await calls.Limited.TraderCallAsync("changes the account (4.5.2)", HttpMethod.Patch, await DeniedAsync(calls), body: new JsonObject { ["name"] = "Eve" })),
        Refused("deletes-nothing-in-a-denied-group", "Deleting an account in a group that is not granted", static async calls => await calls.Limited.TraderCallAsync("deletes the account (4.6)", HttpMethod.Delete, await DeniedAsync(calls))),
        Refused("puts-nothing-into-a-denied-group", "Changing an account's group to one that is not granted", static async calls =>
            await calls.Limited.TraderCallAsync("changes the account (4.5.2)", HttpMethod.Patch, await calls.NewTraderAsync(), body: new JsonObject { ["groupName"] = calls.Target.Limited!.DeniedGroup })),
        Refused("links-nothing-in-a-denied-group", "A link of an account in a group that is not granted", static async calls => await calls.Limited.LinkAsync(calls.LinkOf(await calls.NewUserAsync(), await DeniedAsync(calls)))),
        Refused("reports-nothing-in-a-denied-group", "Open positions of an account in a group that is not granted", static async calls =>
            await calls.Limited.SendAsync("reads open positions (4.12)", calls.Request(HttpMethod.Get, PlatformPaths.OpenPositions, body: null, ("login", PlatformCalls.Text(await DeniedAsync(calls)))))),
        Case(
            "rights/lists-nothing-in-a-denied-group",
            Must("B2P-0-17"),
            "A list leaves out accounts in groups that are not granted",
            "Filter lists by the manager's groups and brokers.",
            static async calls =>
            {
                var trader = (await calls.CreateTraderAsync(body => body["groupName"] = calls.Target.Limited!.DeniedGroup)).MustSucceed().MustBeObject();
                var at = DateTimeOffset.FromUnixTimeMilliseconds(trader.MustHaveNumber("registrationTimestamp"));
                Check.That(
                    !await WebServices.ListCases.IsListedAsync(calls.Limited, trader.MustHaveNumber("login"), WebServices.ListCases.Time(at), WebServices.ListCases.Time(at.AddMilliseconds(1))),
                    "a list without the account",
                    "one with it");
            }),
        Case(
            "rights/lists-no-denied-group",
            Must("B2P-0-17").Inferred,
            "The list of groups leaves out groups that are not granted",
            "List the groups within the manager's reach.",
            static async calls => Check.That(
                (await calls.Limited.GroupsAsync()).MustSucceed().MustBeObject().MustHaveList("traderGroup").All(group => group.Text("name") != calls.Target.Limited!.DeniedGroup),
                "a list without the group",
                "one with it")),
        Case(
            "rights/reaches-the-rest",
            Must("B2P-0-17"),
            "A manager with fewer rights reaches what is granted",
            "Compare the group of the account and the broker of the account, nothing else.",
            static async calls => (await calls.Limited.ReadAsync(await calls.NewTraderAsync())).MustSucceed()),
        Refusal("rights/disabled-broker-closes-its-crm", Must("B2P-0-18").Inferred, "A call for a CRM with a broker that is disabled for the manager", PlatformErrorCode.InsufficientPermissions, static calls =>
            calls.Limited.CreateUserAsync(calls.User())).Needing(Capability.SecondBroker).And(Must("ERR-39")),
        Refusal("rights/disabled-broker-closes-ribbons", Must("B2P-0-18").Inferred, "Ribbons at a CRM with a broker that is disabled for the manager", PlatformErrorCode.InsufficientPermissions, static async calls =>
            await calls.Limited.SetControlsAsync(calls.Controls(await calls.NewUserAsync()))).Needing(Capability.SecondBroker).And(Must("ERR-39")),
    }.Select(static one => one.Needing(Capability.LimitedManager))];

    private static Task<long> DeniedAsync(PlatformCalls calls) => calls.NewTraderAsync(body => body["groupName"] = calls.Target.Limited!.DeniedGroup);

    private static ConformanceCase Refused(string id, string what, Func<PlatformCalls, Task<Answer>> send) =>
        Refusal($"rights/{id}", Must("B2P-0-17"), what, PlatformErrorCode.NotEnoughRights, send).And(Must("ERR-23"));
}
