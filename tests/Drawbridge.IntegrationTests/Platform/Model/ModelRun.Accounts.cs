using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;

namespace Drawbridge.IntegrationTests.Platform.Model;

/// <summary>Accounts, except their money.</summary>
internal sealed partial class ModelRun
{
    private static readonly string[] Brokers = [PlatformServer.Broker, PlatformServer.WhiteLabel, PlatformServer.OtherBroker];

    private static readonly (string Currency, int Digits)[] Currencies = [("EUR", 2), ("USD", 2), ("BTC", 8), ("JPY", 2)];

    /// <summary>Keys of an update and values for them.</summary>
    private static readonly (string Key, Func<byte, JsonNode> Value)[] Keys =
    [
        ("accessRights", static n => new[] { "FULL_ACCESS", "FULL_ACCESS", "CLOSE_ONLY", "NO_TRADING", "NO_LOGIN" }[n % 5]),
        ("leverageInCents", static n => 100 * (1 + n)),
        ("maxLeverage", static n => 1000 * (1 + n)),
        ("groupName", static n => n % 2 == 0 ? "Default" : "VIP"),
        ("name", static n => $"Name {n}"),
        ("lastName", static n => $"Last <{n}>"),
        ("description", static n => $"order {n} \u00fc \ud83d\ude42"),
        ("isLimitedRisk", static n => n % 2 == 0),
        ("sendOwnStatement", static n => n % 2 == 0),
        ("sendStatementToBroker", static n => n % 2 == 0),
        ("swapFree", static n => n % 2 == 0),
        ("contactDetails", static n => n % 3 == 0
            ? new JsonObject { ["city"] = $"City {n}", ["countryId"] = 1 + n }
            : new JsonObject { [n % 2 == 0 ? "introducingBroker1" : "introducingBroker2"] = $"ib{n}" }),
    ];

    private async Task NewTraderAsync(ModelStep step)
    {
        var (currency, digits) = Currencies[step.B % Currencies.Length];
        var body = PlatformApi.Trader(Brokers[step.C % Brokers.Length]);
        body["depositCurrency"] = currency;
        body["balance"] = step.D * 1000L;
        var answer = await Api.PostAsync(PlatformPaths.Traders, body);
        Succeeds(answer, 201);
        var fields = new JsonObject
        {
            ["brokerName"] = (string)body["brokerName"]!, ["depositCurrency"] = currency, ["accountType"] = "HEDGED", ["groupName"] = "Default",
            ["leverageInCents"] = 10000, ["accessRights"] = "FULL_ACCESS", ["totalMarginCalculationType"] = "MAX", ["contactDetails"] = new JsonObject(),
        };
        SetDefaults(fields);
        _model.Traders.Add(new((long)answer.Json["login"]!, digits, fields) { Balance = step.D * 1000L });
    }

    private async Task PatchAsync(ModelStep step, ModelTrader trader)
    {
        var body = Update(step);
        if (!Succeeds(await Api.SendAsync(HttpMethod.Patch, trader.Path, body.ToJsonString()), 204, Gone(trader)))
        {
            return;
        }

        foreach (var (key, value) in body)
        {
            trader.Fields[key] = key == "contactDetails" ? Merged(trader.Fields[key]!.AsObject(), value!.AsObject()) : value!.DeepClone();
        }
    }

    private async Task PutAsync(ModelStep step, ModelTrader trader)
    {
        var body = Update(step);
        body["groupName"] ??= "VIP";
        body["leverageInCents"] ??= 5000;
        var isComplete = step.D % 8 != 0;
        if (!isComplete)
        {
            body.Remove(step.D % 16 == 0 ? "groupName" : "leverageInCents");
        }

        if (!Succeeds(await Api.PutAsync(trader.Path, body), 204, Gone(trader), (PlatformErrorCode.InvalidRequest, !isComplete)))
        {
            return;
        }

        SetDefaults(trader.Fields);
        foreach (var (key, value) in body)
        {
            trader.Fields[key] = value!.DeepClone();
        }
    }

    private async Task DeleteAsync(ModelTrader trader)
    {
        if (Succeeds(await Api.SendAsync(HttpMethod.Delete, trader.Path), 204, Gone(trader)))
        {
            _model.Remove(trader);
        }
    }

    private async Task ChangePasswordAsync(ModelStep step, ModelTrader trader)
    {
        var password = PasswordHashMd5.Of($"password {step.B % 2}").Reveal();
        if (Succeeds(await Api.PostAsync(trader.Path + "/changepassword", new JsonObject { ["login"] = trader.Login, ["hashedPassword"] = password }), 204, Gone(trader)))
        {
            trader.Password = password;
        }
    }

    private async Task CheckPasswordAsync(ModelStep step, ModelTrader trader)
    {
        var password = PasswordHashMd5.Of($"password {step.B % 2}").Reveal();
        var answer = await Api.PostAsync(trader.Path + "/checkpassword", new JsonObject { ["login"] = trader.Login, ["hashedPassword"] = password });
        Succeeds(answer, 204, Gone(trader), (PlatformErrorCode.WrongPassword, password != trader.Password));
    }

    private async Task LinkAsync(ModelStep step, ModelUser user, ModelTrader trader)
    {
        var broker = step.C % 5 == 0 ? PlatformServer.OtherBroker : trader.Broker;
        var body = PlatformApi.Link(user.Id, trader.Login, broker);
        body["returnAccountDetails"] = true;
        body["traderPasswordHash"] = step.C % 7 == 0 ? new string('0', 32) : trader.Password;
        var answer = await Api.PostAsync(PlatformPaths.Link, body);
        if (Succeeds(
            answer,
            200,
            Gone(trader),
            (PlatformErrorCode.TraderAccessDenied, broker != trader.Broker),
            (PlatformErrorCode.UserNotFound, user.Crm != CrmOf(broker)),
            (PlatformErrorCode.WrongPassword, step.C % 7 == 0),
            (PlatformErrorCode.TraderAlreadyLinked, trader.Owner is not null)))
        {
            (trader.Owner, trader.AccountId) = (user, (long)answer.Json["ctidTraderAccountId"]!);
        }
    }

    private async Task MoveAsync(ModelStep step, ModelTrader trader)
    {
        var (broker, environment) = (Brokers[step.B % Brokers.Length], step.C % 6 == 0 ? "demo" : "live");
        var answer = await Api.PostAsync(
            PlatformPaths.ChangeCtidTraderAccount,
            new JsonObject { ["traderLogin"] = trader.Login, ["brokerName"] = broker, ["environmentName"] = environment });
        if (Succeeds(
            answer,
            204,
            Gone(trader),
            (PlatformErrorCode.TraderAccessDenied, CrmOf(broker) != CrmOf(trader.Broker)),
            (PlatformErrorCode.TraderNotFound, trader.Owner is not null && environment != "live")))
        {
            trader.Fields["brokerName"] = broker;
        }
    }

    private static JsonObject Update(ModelStep step)
    {
        var body = new JsonObject();
        foreach (var number in new[] { step.B, step.C, step.D })
        {
            var (key, value) = Keys[number % Keys.Length];
            body[key] = value((byte)(number / Keys.Length));
        }

        return body;
    }

    /// <summary>What a PUT resets (WS-60).</summary>
    private static void SetDefaults(JsonObject fields)
    {
        (fields["accessRights"], fields["totalMarginCalculationType"], fields["contactDetails"]) = ("FULL_ACCESS", "MAX", new JsonObject());
        foreach (var key in new[] { "isLimitedRisk", "sendOwnStatement", "sendStatementToBroker", "swapFree" })
        {
            fields[key] = false;
        }

        foreach (var key in new[] { "name", "lastName", "description", "maxLeverage" })
        {
            fields.Remove(key);
        }
    }

    private static JsonObject Merged(JsonObject old, JsonObject sent)
    {
        var merged = old.DeepClone().AsObject();
        foreach (var (key, value) in sent)
        {
            merged[key] = value!.DeepClone();
        }

        return merged;
    }

    private static string CrmOf(string broker) => broker == PlatformServer.OtherBroker ? PlatformServer.OtherCrm : PlatformServer.Crm;

    private static (string Code, bool Applies) Gone(ModelTrader trader) => (PlatformErrorCode.TraderNotFound, trader.IsDeleted);
}
