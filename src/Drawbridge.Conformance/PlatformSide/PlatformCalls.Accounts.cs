using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Conformance.PlatformSide;

internal sealed partial class PlatformCalls
{
    /// <summary>Password of every account that cases open.</summary>
    public const string AccountPassword = "password of the account";

    /// <summary>Group of accounts that cases open.</summary>
    public async Task<string> GroupAsync() => Target.GroupName ?? await Run.Context.Shared.GetAsync("group", async () =>
    {
        var answer = await GroupsAsync();
        return answer.Json is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("traderGroup", out var groups) && groups.ValueKind == JsonValueKind.Array
            && groups.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && first.TryGetProperty("name", out var name) && name.GetString() is { Length: > 0 } text
            ? text
            : throw new ConfigurationFaultException("the platform lists no trader group", "Give groupName in the plan.");
    });

    /// <summary>Body of call 3.3 with what is required.</summary>
    public async Task<JsonObject> TraderAsync(string? broker = null) => new()
    {
        ["accessRights"] = "FULL_ACCESS",
        ["accountType"] = "HEDGED",
        ["balance"] = 0,
        ["brokerName"] = broker ?? Broker,
        ["depositCurrency"] = Target.DepositCurrency,
        ["groupName"] = await GroupAsync(),
        ["hashedPassword"] = Learnt(Md5(AccountPassword), "hash of the account's password"),
        ["leverageInCents"] = 10000,
        ["totalMarginCalculationType"] = "MAX",
    };

    /// <summary>Call 3.3.</summary>
    public Task<Answer> CreateTraderAsync(JsonObject body) => SendAsync("opens an account (3.3)", Request(HttpMethod.Post, PlatformPaths.Traders, body));

    /// <summary>The body of call 3.3 with some members changed.</summary>
    public async Task<Answer> CreateTraderAsync(Action<JsonObject> change)
    {
        var body = await TraderAsync();
        change(body);
        return await CreateTraderAsync(body);
    }

    /// <summary>An account.</summary>
    public async Task<long> NewTraderAsync(Action<JsonObject>? change = null, string? broker = null)
    {
        var body = await TraderAsync(broker);
        change?.Invoke(body);
        var answer = await CreateTraderAsync(body);
        return answer.IsSuccess && long.TryParse(answer.Text("login"), out var login) ? login : throw Missing("an account", answer, "3.3");
    }

    /// <summary>An account with money.</summary>
    public Task<long> NewTraderAsync(long balance) => NewTraderAsync(body => body["balance"] = balance);

    /// <summary>An account by any method below it.</summary>
    public Task<Answer> TraderCallAsync(string text, HttpMethod method, long login, string operation = "", JsonNode? body = null) =>
        SendAsync(text, Request(method, $"{PlatformPaths.Traders}/{Text(login)}{operation}", body));

    /// <summary>WebServices 4.2.</summary>
    public Task<Answer> ReadAsync(long login) => TraderCallAsync("reads the account (4.2)", HttpMethod.Get, login);

    /// <summary>The account as it is now.</summary>
    public async Task<JsonObject> TraderOfAsync(long login)
    {
        var answer = await ReadAsync(login);
        return answer.IsSuccess && JsonNode.Parse(answer.Body) is JsonObject trader ? trader : throw Missing("a look at the account", answer, "4.2");
    }

    /// <summary>The account's balance in its smallest unit.</summary>
    public async Task<long> BalanceAsync(long login, string member = "balance") => (await TraderOfAsync(login)).MustHaveNumber(member);

    /// <summary>Body of call 3.4 with what is required, and the wish for details.</summary>
    public JsonObject LinkOf(long userId, long login, string? broker = null) => new()
    {
        ["environmentName"] = Target.EnvironmentName,
        ["brokerName"] = broker ?? Broker,
        ["traderLogin"] = login,
        ["traderPasswordHash"] = Learnt(Md5(AccountPassword), "hash of the account's password"),
        ["userId"] = userId,
        ["returnAccountDetails"] = true,
    };

    /// <summary>Call 3.4.</summary>
    public Task<Answer> LinkAsync(JsonObject body) => SendAsync("links account and user (3.4)", Request(HttpMethod.Post, PlatformPaths.Link, body));

    /// <summary>A link; its id.</summary>
    public async Task<long> NewLinkAsync(long userId, long login, string? broker = null)
    {
        var answer = await LinkAsync(LinkOf(userId, login, broker));
        return answer.IsSuccess && long.TryParse(answer.Text("ctidTraderAccountId"), out var id) ? id : throw Missing("a link", answer, "3.4");
    }

    /// <summary>A user with a linked account.</summary>
    public async Task<(long UserId, long Login, long AccountId)> NewAccountAsync()
    {
        var (userId, login) = (await NewUserAsync(), await NewTraderAsync());
        return (userId, login, await NewLinkAsync(userId, login));
    }

    /// <summary>Body of call 3.5 and of WebServices 4.10.</summary>
    public static JsonObject Change(long login, decimal amount, string type) => new() { ["login"] = login, ["preciseAmount"] = amount, ["type"] = type };

    /// <summary>Call 3.5.</summary>
    public Task<Answer> ChangeBalanceAsync(long login, JsonObject body) => TraderCallAsync("changes the balance (3.5)", HttpMethod.Post, login, "/changebalance", body);

    public Task<Answer> ChangeBalanceAsync(long login, decimal amount, string type = "DEPOSIT") => ChangeBalanceAsync(login, Change(login, amount, type));

    /// <summary>WebServices 4.10.</summary>
    public Task<Answer> ChangeBonusAsync(long login, decimal amount, string type = "DEPOSIT") => TraderCallAsync("changes the bonus (4.10)", HttpMethod.Post, login, "/changebonus", Change(login, amount, type));

    /// <summary>WebServices 4.11.</summary>
    public Task<Answer> GroupsAsync() => SendAsync("lists the groups (4.11)", Request(HttpMethod.Get, PlatformPaths.TraderGroups));

    /// <summary>WebServices 4.3.</summary>
    public Task<Answer> ListAsync(params ReadOnlySpan<(string Name, string? Value)> query) => SendAsync("lists accounts (4.3)", Request(HttpMethod.Get, PlatformPaths.Traders, body: null, query));
}
