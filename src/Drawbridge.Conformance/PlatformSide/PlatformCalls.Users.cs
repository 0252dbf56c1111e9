using System.Text.Json.Nodes;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Conformance.PlatformSide;

internal sealed partial class PlatformCalls
{
    /// <summary>Body of call 3.2 with what is required.</summary>
    public JsonObject User(string? email = null, string? crm = null) => new() { ["brokerCrmName"] = crm ?? Crm, ["email"] = email ?? NewEmail() };

    /// <summary>Call 3.2.</summary>
    public Task<Answer> CreateUserAsync(JsonObject body) => SendAsync("creates a user (3.2)", Request(HttpMethod.Post, PlatformPaths.CreateUser, body));

    /// <summary>A user.</summary>
    public async Task<long> NewUserAsync(string? email = null, string? crm = null, string? nickname = null)
    {
        var body = User(email, crm);
        if (nickname is not null)
        {
            body["nickname"] = nickname;
        }

        var answer = await CreateUserAsync(body);
        return answer.IsSuccess && long.TryParse(answer.Text("userId"), out var userId) ? userId : throw Missing("a user", answer, "3.2");
    }

    /// <summary>Body of call 3.10.</summary>
    public JsonObject NewAddress(long userId, string email) => new() { ["userId"] = userId, ["newEmail"] = email, ["brokerCrmName"] = Crm };

    /// <summary>Call 3.10.</summary>
    public Task<Answer> ChangeEmailAsync(JsonObject body) => SendAsync("changes the e-mail address (3.10)", Request(HttpMethod.Put, PlatformPaths.ChangeEmail, body));

    /// <summary>Call 3.11.</summary>
    public Task<Answer> FindUserAsync(string? email, string? crm) =>
        SendAsync("looks a user up (3.11)", Request(HttpMethod.Get, PlatformPaths.UserId, body: null, ("brokerCrmName", crm), ("email", email)));

    /// <summary>Call 3.12.</summary>
    public Task<Answer> LogOutAsync(string? userId, string? crm) =>
        SendAsync("logs the user out (3.12)", Request(HttpMethod.Post, PlatformPaths.Logout, body: null, ("brokerCrmName", crm), ("userId", userId)));

    /// <summary>Call 3.13.</summary>
    public Task<Answer> AcceptAgreementAsync(string? userId, string? crm) =>
        SendAsync("confirms the agreement (3.13)", Request(HttpMethod.Put, PlatformPaths.AcceptAgreement, body: null, ("brokerCrmName", crm), ("userId", userId)));

    /// <summary>Call 3.6.</summary>
    public Task<Answer> SetPartnerAsync(JsonObject body) => SendAsync("sets a partner identifier (3.6)", Request(HttpMethod.Put, PlatformPaths.Referral, body));

    /// <summary>Body of call 3.6; what is null is left out.</summary>
    public JsonObject Partner(string? partnerId, long? userId = null, long? accountId = null)
    {
        var body = new JsonObject { ["brokerCrmName"] = Crm };
        foreach (var (name, value) in new (string, JsonNode?)[] { ("partnerId", partnerId), ("userId", userId), ("ctidTraderAccountId", accountId) })
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }

        return body;
    }

    /// <summary>Call 3.7.</summary>
    public Task<Answer> ReadPartnerAsync(long? userId, long? accountId, string? crm) =>
        SendAsync("reads a partner identifier (3.7)", Request(HttpMethod.Get, PlatformPaths.Referral, body: null, ("brokerCrmName", crm), ("userId", userId?.ToString(provider: null)), ("ctidTraderAccountId", accountId?.ToString(provider: null))));

    /// <summary>Call 3.8.</summary>
    public Task<Answer> DeletePartnerAsync(long? userId, long? accountId = null) =>
        SendAsync("deletes a partner identifier (3.8)", Request(HttpMethod.Delete, PlatformPaths.Referral, body: null, ("userId", userId?.ToString(provider: null)), ("ctidTraderAccountId", accountId?.ToString(provider: null)), ("brokerCrmName", Crm)));

    /// <summary>Call 3.9.</summary>
    public Task<Answer> SetControlsAsync(JsonObject body) => SendAsync("sets the in-app controls (3.9)", Request(HttpMethod.Put, PlatformPaths.InAppControls, body));

    /// <summary>Call WebServices 5.1.</summary>
    public Task<Answer> CreateCtidAsync(JsonObject body) => SendAsync("creates a user without single sign-on (5.1)", Request(HttpMethod.Post, PlatformPaths.CreateCtid, body));

    /// <summary>Call WebServices 5.3.</summary>
    public Task<Answer> MoveAsync(JsonObject body) => SendAsync("moves an account to another white label (5.3)", Request(HttpMethod.Post, PlatformPaths.ChangeCtidTraderAccount, body));

    /// <summary>The redeem call.</summary>
    public Task<Answer> RedeemAsync(string? token, string path = PlatformPaths.Redeem) =>
        SendAsync("redeems a one-time token", Request(HttpMethod.Post, path, token is null ? [] : new JsonObject { ["token"] = token }));
}
