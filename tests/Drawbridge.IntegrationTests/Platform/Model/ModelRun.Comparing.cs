using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Model;

/// <summary>The platform's state against the model's.</summary>
internal sealed partial class ModelRun
{
    private static readonly string[] Optional = ["name", "lastName", "description", "maxLeverage"];

    private async Task CompareAsync(ModelTrader trader)
    {
        var answer = await Api.GetAsync(trader.Path);
        if (trader.IsDeleted)
        {
            answer.ShouldBeRefused(404, PlatformErrorCode.TraderNotFound);
            return;
        }

        var entity = answer.Json;
        foreach (var (key, value) in trader.Fields)
        {
            JsonNode.DeepEquals(entity[key], value).ShouldBeTrue($"{key} is {entity[key]?.ToJsonString()} and should be {value?.ToJsonString()}");
        }

        Optional.Where(key => entity.ContainsKey(key) && !trader.Fields.ContainsKey(key)).ShouldBeEmpty();
        ((bool)entity["limitedRisk"]!).ShouldBe((bool)trader.Fields["isLimitedRisk"]!);
        ((int)entity["moneyDigits"]!).ShouldBe(trader.Digits);
        long Money(string key) => (long)entity[key]!;
        (Money("balance"), Money("bonus"), Money("nonWithdrawableBonus")).ShouldBe((trader.Balance, trader.Bonus, trader.Credit)); // to the smallest unit
        var unrealised = Money("equity") - trader.Balance - trader.Bonus - trader.Credit;
        Money("cashEquity").ShouldBe(trader.Balance + unrealised);
        Money("freeMargin").ShouldBe(Money("equity") - Money("usedMargin"));
        (unrealised == 0 || trader.Positions.Count > 0).ShouldBeTrue("nothing is open that could win or lose");
        Money("minEquityDaily").ShouldBeLessThanOrEqualTo(Money("equity"));
        Money("maxEquityDaily").ShouldBeGreaterThanOrEqualTo(Money("equity"));
    }

    private async Task CompareAllAsync()
    {
        foreach (var trader in _model.Traders)
        {
            await CompareAsync(trader);
            if (!trader.IsDeleted)
            {
                await ComparePositionsAsync(trader);
                await CompareAttributesAsync(trader);
            }
        }

        foreach (var user in _model.Users)
        {
            await CompareAsync(user);
        }
    }

    private async Task ComparePositionsAsync(ModelTrader trader)
    {
        var answer = await Api.GetAsync($"{PlatformPaths.OpenPositions}?login={trader.Login}");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        JsonNode.Parse(answer.Text)!.AsArray().ToDictionary(static row => (long)row!["positionId"]!, static row => (decimal)row!["volume"]!)
            .ShouldBe(trader.Positions, ignoreOrder: true);
    }

    private async Task CompareAttributesAsync(ModelTrader trader)
    {
        var answer = await Api.PostAsync(PlatformPaths.Attributes("traders", "list"), new JsonObject { ["ids"] = new JsonArray(trader.Login) });
        answer.Json["items"]!.AsArray().SelectMany(static item => item!["attributes"]!.AsArray())
            .ToDictionary(static pair => (string)pair!["name"]!, static pair => (string)pair!["value"]!)
            .ShouldBe(trader.Attributes, ignoreOrder: true);
    }

    private async Task CompareAsync(ModelUser user)
    {
        var found = await Api.GetAsync($"{PlatformPaths.UserId}?brokerCrmName={user.Crm}&email={Uri.EscapeDataString(user.Email.ToUpperInvariant())}");
        ((long)found.Json["userId"]!).ShouldBe(user.Id);
        if (user.Crm != PlatformServer.Crm)
        {
            return;
        }

        var read = await Api.GetAsync($"{PlatformPaths.Referral}?brokerCrmName={user.Crm}&userId={user.Id}");
        (read.Text.Length == 0 ? null : (string?)read.Json["partnerId"]).ShouldBe(_model.ReferralOf(user)?.PartnerId);
    }
}
