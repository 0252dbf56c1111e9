using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.WebUtilities;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>Calls 4.1 to 4.5 and webhooks as the platform sends them.</summary>
internal static class CrmMutations
{
    private const string Sessions = "POST /app/api/sessions";
    private const string Told = "/invite/attribution";

    private static (Uri Url, string Body)? _authentication;

    public static IEnumerable<Mutation> All { get; } =
    [
        Body("4.2 calls the code otherwise", CrmPaths.AuthorizeOneTime, static body => Rename(body, "code", "token"), "platform/crm-4.2/code-sent"),
        Query("4.2 has another crmApiToken", CrmPaths.AuthorizeOneTime, "crmApiToken", static _ => "x", "platform/crm-4.2/crm-token"),
        Nameless("4.2 names nobody", CrmPaths.AuthorizeOneTime, "platform/crm-4.2/names"),
        Sent("4.2 is text", CrmPaths.AuthorizeOneTime, static request => request.Content!.Headers.ContentType = new("text/plain"), "platform/crm-4.2/json"),
        Json("sessions are of somebody else", Sessions, static body => body["userId"] = 7, "platform/crm-4.2/user"),
        Json("access tokens are not passed on", Sessions, static body => body.Remove("accessToken"), "platform/crm-4.2/access-token-passed-on"),
        Json("access tokens are made up", Sessions, static body => body["accessToken"] ??= "x", "platform/crm-4.2/no-access-token"),
        Body("4.3 calls the token otherwise", CrmPaths.Authorize, static body => Rename(body, "accessToken", "token"), "platform/crm-4.3/access-token-sent"),
        Nameless("4.3 names nobody", CrmPaths.Authorize, "platform/crm-4.3/names"),
        Remembered("4.3 is sent once", "platform/crm-4.3/verified-each-time"),
        Query("4.5 keeps a token", CrmPaths.Logout, "accessToken", static token => token.Length == 0 ? "kept" : token, "platform/crm-4.3/refused-token-is-forgotten"),
        Query("4.1 carries a token", CrmPaths.CrmApiToken, "crmApiToken", static _ => "x", "platform/crm-4.1/password-sent"),
        Nameless("4.1 names nobody", CrmPaths.CrmApiToken, "platform/crm-4.1/names"),
        Crm("4.1 is sent each time", CrmPaths.AuthorizeOneTime, static async (request, send) =>
        {
            if (_authentication is { } known)
            {
                using var again = new HttpRequestMessage(HttpMethod.Post, known.Url) { Content = new StringContent(known.Body, Encoding.UTF8, "application/json") };
                (await send(again)).Dispose();
            }

            return await send(request);
        }, "platform/crm-4.1/reused"),
        Crm("4.1 is not sent again", CrmPaths.AuthorizeOneTime, static async (request, send) =>
        {
            var response = await send(request);
            if ((int)response.StatusCode == 403)
            {
                response.Content = new StringContent("""{"code":"CH_INSUFFICIENT_PERMISSIONS"}""", Encoding.UTF8, "application/json");
            }

            return response;
        }, "platform/crm-4.1/renewed-once", "platform/crm-4.1/no-endless-renewing", "platform/crm-4.1/password-sent", "platform/crm-4.1/names"),
        Repeated("4.2 is sent again with the same token", CrmErrorCode.ClientAuthFailure, "platform/crm-4.1/renewed-once", "platform/crm-4.1/no-endless-renewing"),
        Repeated("4.2 is sent again whatever the reason", CrmErrorCode.InsufficientPermissions, "platform/crm-4.1/other-refusals-stay"),

        Body("4.4 is about somebody else", CrmPaths.GenerateOneTime, static body => { body["somebody"] = body["userId"]?.DeepClone(); body["userId"] = 1; }, "platform/crm-4.4/user-sent"),
        Query("4.4 changes the inappToken", CrmPaths.GenerateOneTime, "inappToken", static token => token.Contains("_x-Y", StringComparison.Ordinal) ? token.ToLowerInvariant() : token, "platform/crm-4.4/inapp-token-unchanged"),
        Sent("4.4 makes an inappToken up", CrmPaths.GenerateOneTime, static request => { if (!request.RequestUri!.Query.Contains("inappToken=", StringComparison.Ordinal)) { request.RequestUri = new Uri(request.RequestUri.AbsoluteUri + "&inappToken=x"); } }, "platform/crm-4.4/no-inapp-token"),
        Query("4.4 has another crmApiToken", CrmPaths.GenerateOneTime, "crmApiToken", static _ => "x", "platform/crm-4.4/crm-token-and-names"),
        Json("one-time tokens are changed", "POST /app/api/sessions/*/onetime-tokens", static body => body["token"] = body["token"] + "x", "platform/crm-4.4/token-passed-on"),
        Answer("one-time tokens are made up", "POST /app/api/sessions/*/onetime-tokens", static it => { if (!it.Succeeded) { it.Answer(200, """{"token":"x"}"""); } }, "platform/crm-4.4/refused"),
        Query("4.5 is about somebody else", CrmPaths.Logout, "userId", static _ => "1", "platform/crm-4.5/sent", "platform/crm-4.5/no-access-token", "platform/crm-4.5/crm-token-and-names"),
        Query("4.5 makes a token up", CrmPaths.Logout, "accessToken", static token => token.Length == 0 ? "x" : token, "platform/crm-4.5/no-access-token"),
        Query("4.5 has another crmApiToken", CrmPaths.Logout, "crmApiToken", static _ => "x", "platform/crm-4.5/crm-token-and-names", "platform/crm-4.5/sent", "platform/crm-4.5/no-access-token"),
        Accept("sessions outlive their log-out", "GET /app/api/sessions/*", static _ => true, "platform/crm-4.5/session-over"),
        Accept("sessions outlive 3.12", "GET /app/api/sessions/*", static _ => true, "platform/3.12/sessions-end"),
        Success("3.12 ends everybody's sessions", "GET /app/api/sessions/*", static it => it.Answer(404, "{}"), "platform/3.12/others-stay"),
        Around("3.12 is told back", "POST /cid/oauth2/ctid/logout", static async it =>
        {
            await it.GoOnAsync();
            await ConformingPlatform.TellAsync($"{CrmPaths.Logout}?crmApiToken=x&userId={it.Parameter("userId")}");
        }, "platform/3.12/no-call-back"),

        Opened("unknown tokens open sessions", "OT_TOKEN_NOT_FOUND", "platform/crm-faults/unknown-token"),
        Opened("expired tokens open sessions", "CID_TOKEN_EXPIRED", "platform/crm-faults/expired-token"),
        Opened("a CRM in trouble opens sessions", "ServerError", "platform/crm-faults/server-error"),
        Opened("what is no answer opens sessions", "is not the JSON", "platform/crm-faults/no-json"),
        Opened("nobody opens sessions", "A required key is missing", "platform/crm-faults/no-user"),
        Opened("strangers open sessions", "named a user that", "platform/crm-faults/unknown-user", "platform/crm-faults/user-of-another-crm", "platform/crm-faults/user-without-single-sign-on"),
        Opened("silence opens sessions", "TimedOut", "platform/crm-silence/gives-up"),
        Crm("redirects are followed", CrmPaths.AuthorizeOneTime, static async (request, send) =>
        {
            var response = await send(request);
            if (response.Headers.Location is { } location)
            {
                using var again = new HttpRequestMessage(HttpMethod.Post, location);
                return await send(again);
            }

            return response;
        }, "platform/crm-faults/redirect"),
        Crm("certificates are not checked", CrmPaths.AuthorizeOneTime, static (request, send) => ConformingPlatform.CarelesslyAsync(request), "platform/crm-faults/certificate"),

        Body("the webhook names no partner", Told, static body => Rename(body, "partnerUserId", "partner"), "platform/invite/told", "platform/invite/nickname-of-the-email"),
        Sent("the webhook carries no token", Told, static request => request.Headers.Authorization = null, "platform/invite/authorisation"),
        Body("the webhook makes an identifier up", Told, static body => body["brokerPartnerId"] ??= "x", "platform/invite/first-of-a-partner"),
        Body("the webhook forgets the partner's identifier", Told, static body => body.Remove("brokerPartnerId"), "platform/invite/second-of-a-partner"),
        Counted("the webhook changes", "platform/invite/told-again"),
        Body("the second webhook has no address", "/invite/newUser", static body => Rename(body, "email", "mail"), "platform/invite/new-user"),
        Success("invited users have no time", "GET /v1/social/invitedUsers", static it => it.Text = it.Text.Replace("createTimestamp", "at", StringComparison.Ordinal), "platform/invite/pulled"),
        Around("3.2 makes nicknames up", CreateUser, static it => it.Request.ContainsKey("nickname") ? it.GoOnAsync() : it.GoOnWithAsync("nickname", $"n{Guid.NewGuid():N}"[..20]), "platform/invite/nickname-of-the-email"),
        Everybody("everybody is invited", "platform/invite/nobody-invites-oneself"),
        Accept("invited users are public", "GET /v1/social/invitedUsers", static _ => true, "platform/invite-lists/invited-users-without-token"),
        Accept("users are public", "GET /v1/users", static _ => true, "platform/invite-lists/users-without-token"),
        Success("users have no time", "GET /v1/users", static it => it.Text = it.Text.Replace("utcCreateTimestamp", "at", StringComparison.Ordinal), "platform/invite-lists/users", "platform/invite-lists/users-created-from"),
        Pulled("users have no limit", "limit=1", "limit=5", "platform/invite-lists/users-limit"),
        Pulled("users are not skipped", "skip=1", "skip=0", "platform/invite-lists/users-skip"),
        Around("users begin after createdFrom", "GET /v1/users", static it =>
        {
            if (it.Parameter("createdFrom") is { } from)
            {
                it.Query = it.Query.Replace($"createdFrom={from}", $"createdFrom={long.Parse(from, provider: null) + 1}", StringComparison.Ordinal);
            }

            return it.GoOnAsync();
        }, "platform/invite-lists/users-created-from"),
    ];

    /// <summary>What call 4.1 was like the last time.</summary>
    public static async Task RememberAsync(HttpRequestMessage request)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith(CrmPaths.CrmApiToken, StringComparison.Ordinal))
        {
            _authentication = (request.RequestUri, await request.Content!.ReadAsStringAsync());
        }
    }

    private static Mutation Crm(string name, string path, Func<HttpRequestMessage, Func<HttpRequestMessage, Task<HttpResponseMessage>>, Task<HttpResponseMessage>> handle, params string[] fails) => new(name, fails)
    {
        CrmCalls = (request, send) => request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal) ? handle(request, send) : send(request),
    };

    private static Mutation Sent(string name, string path, Action<HttpRequestMessage> change, params string[] fails) => Crm(name, path, (request, send) =>
    {
        change(request);
        return send(request);
    }, fails);

    private static Mutation Body(string name, string path, Action<JsonObject> change, params string[] fails) => Crm(name, path, async (request, send) =>
    {
        await ChangeAsync(request, change);
        return await send(request);
    }, fails);

    private static Mutation Query(string name, string path, string parameter, Func<string, string> change, params string[] fails) => Sent(name, path, request =>
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query).ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value.ToString());
        if (query.TryGetValue(parameter, out var value) || parameter == "crmApiToken")
        {
            query[parameter] = change(value ?? "");
            request.RequestUri = new Uri(QueryHelpers.AddQueryString(request.RequestUri.GetLeftPart(UriPartial.Path), query));
        }
    }, fails);

    private static Mutation Nameless(string name, string path, params string[] fails) => Crm(name, path, async (request, send) =>
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query).Where(static pair => !pair.Key.StartsWith("broker", StringComparison.Ordinal)).ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value.ToString());
        request.RequestUri = new Uri(QueryHelpers.AddQueryString(request.RequestUri.GetLeftPart(UriPartial.Path), query));
        await ChangeAsync(request, static body =>
        {
            body.Remove("brokerName");
            body.Remove("brokerCrmName");
        });
        return await send(request);
    }, fails);

    private static Mutation Repeated(string name, string code, params string[] fails) => Crm(name, CrmPaths.AuthorizeOneTime, async (request, send) =>
    {
        var body = await request.Content!.ReadAsStringAsync();
        var response = await send(request);
        if (!(await response.Content.ReadAsStringAsync()).Contains(code, StringComparison.Ordinal))
        {
            return response;
        }

        using var again = new HttpRequestMessage(HttpMethod.Post, request.RequestUri) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await send(again);
    }, fails);

    private static Mutation Counted(string name, params string[] fails)
    {
        var count = 0;
        return Crm(name, Told, async (request, send) =>
        {
            var body = await request.Content!.ReadAsStringAsync();
            request.Content = new StringContent(body + new string(' ', Interlocked.Increment(ref count)), Encoding.UTF8, "application/json");
            return await send(request);
        }, fails);
    }

    private static Mutation Opened(string name, string because, params string[] fails) => Answer(name, Sessions, it =>
    {
        if (!it.Succeeded && it.Text.Contains(because, StringComparison.Ordinal))
        {
            it.Answer(200, """{"sessionId":"x"}""");
        }
    }, fails);

    private static Mutation Pulled(string name, string said, string heard, params string[] fails) => Around(name, "GET /v1/users", it =>
    {
        it.Query = it.Query.Replace(said, heard, StringComparison.Ordinal);
        return it.GoOnAsync();
    }, fails);

    private static Mutation Remembered(string name, params string[] fails)
    {
        var second = From(2);
        return Pretend(name, Sessions, it => it.Text("accessToken") is { } token && second(token), 200, """{"sessionId":"x"}""", fails);
    }

    private static Mutation Everybody(string name, params string[] fails)
    {
        var users = new ConcurrentBag<long>();
        return Success(name, "*", it =>
        {
            if (it.Path.EndsWith("/ctid/create", StringComparison.Ordinal))
            {
                it.Json(body => users.Add((long)body["userId"]!));
            }
            else if (it.Path == "/v1/social/invitedUsers")
            {
                it.Json(body =>
                {
                    var list = (JsonArray)body["invitedUsers"]!;
                    foreach (var user in users.Except(list.Select(static one => (long)one!["invitedUserId"]!)).ToList())
                    {
                        list.Add(new JsonObject { ["invitedUserId"] = user, ["partnerUserId"] = 1, ["createTimestamp"] = 1 });
                    }
                });
            }
        }, fails);
    }

    private static void Rename(JsonObject body, string from, string to)
    {
        body[to] = body[from]?.DeepClone();
        body.Remove(from);
    }

    private static async Task ChangeAsync(HttpRequestMessage request, Action<JsonObject> change)
    {
        if (request.Content is { } content && JsonNode.Parse(await content.ReadAsStringAsync()) is JsonObject body)
        {
            change(body);
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }
    }
}
