using System.Text.Json.Nodes;
using static Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations.Break;

namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>Calls 3.2, 3.10 to 3.13 and WebServices 5.1.</summary>
internal static class UserMutations
{
    private const string Change = "PUT /cid/oauth2/ctid/changeEmail";
    private const string Find = "GET /cid/oauth2/ctid/userId";
    private const string Ctid = "POST /cid/ctid/create";

    public static IEnumerable<Mutation> All { get; } =
    [
        Success("3.2 answers 200", CreateUser, static it => it.Status = 200, "platform/3.2/created"),
        Json("3.2 gives everybody one number", CreateUser, static body => body["userId"] = 7, "platform/3.2/other-number", "platform/3.2/same-address-at-another-crm"),
        Refuse("3.2 takes no first name", CreateUser, static it => it.Request.ContainsKey("firstName"), "platform/3.2/everything"),
        Refuse("3.2 takes no nickName", CreateUser, static it => it.Request.ContainsKey("nickName"), "platform/3.2/nickname-of-the-tables"),
        Refuse("3.2 refuses nicknames with blanks", CreateUser, static it => it.Text("nickname") is { } nickname && nickname.Contains(' ', StringComparison.Ordinal), "platform/3.2/invalid-nickname"),
        Refuse("3.2 refuses capital languages", CreateUser, static it => it.Text("preferredLanguage") == "DE", "platform/3.2/language-in-capitals"),
        Refuse("3.2 refuses unknown keys", CreateUser, static it => it.Request.ContainsKey("somethingNew"), "platform/3.2/unknown-key"),
        Refuse("3.2 refuses taken nicknames", CreateUser, Again("nickname"), "platform/3.2/taken-nickname"),
        Accept("3.2 takes relay addresses", CreateUser, static it => it.Text("email")?.EndsWith("@privaterelay.appleid.com", StringComparison.Ordinal) == true, "platform/3.2/private-relay"),
        Accept("3.2 takes relay addresses in capitals", CreateUser, static it => it.Text("email")?.EndsWith("AppleID.com", StringComparison.Ordinal) == true, "platform/3.2/private-relay-in-capitals"),
        Accept("3.2 takes nonsense for an address", CreateUser, static it => it.Text("email") == "nonsense", "platform/3.2/malformed-address"),
        Accept("3.2 takes an address twice", CreateUser, static it => it.ErrorCode == "CH_EMAIL_ALREADY_EXISTS" && it.Text("email").Starts("conformance"), "platform/3.2/existing-address", "platform/3.2/race"),
        Accept("3.2 tells letters apart", CreateUser, static it => it.ErrorCode == "CH_EMAIL_ALREADY_EXISTS" && it.Text("email").Starts("CONFORMANCE"), "platform/3.2/existing-address-in-capitals"),
        Accept("3.2 takes an unknown CRM", CreateUser, static it => it.Text("brokerCrmName").Starts("crm-"), "platform/3.2/unknown-crm"),
        Accept("3.2 takes a CRM in capitals", CreateUser, static it => it.Text("brokerCrmName") == "CONFORM_CRM", "platform/3.2/crm-in-capitals"),
        Accept("3.2 takes languages of three letters", CreateUser, static it => it.Text("preferredLanguage") == "deu", "platform/3.2/wrong-language"),
        Accept("3.2 takes a list for an address", CreateUser, static it => it.Request["email"] is JsonArray, "platform/3.2/wrong-type"),
        .. Keys("3.2", CreateUser, "brokerCrmName", "email"),
        RacingMutation("3.2 loses a race", CreateUser, static it => it.Text("email"), "platform/3.2/race"),
        Refuse("3.2 holds addresses unique in all", CreateUser, static it => it.Text("brokerCrmName") == "other_crm", "platform/3.2/same-address-at-another-crm"),

        Success("3.10 answers 200", Change, static it => it.Status = 200, "platform/3.10/changed"),
        Mishear("3.10 writes another address down", Change, "newEmail", static email => email?.ToString().Starts("conformance") == true, static email => $"x{email}", "platform/3.10/found-under-the-new-address", "platform/3.10/taken-address"),
        OwnAddress("3.10 refuses one's own address", "platform/3.10/own-address-again"),
        Accept("3.10 takes the address of another", Change, static it => it.ErrorCode == "CH_EMAIL_ALREADY_EXISTS", "platform/3.10/taken-address"),
        Accept("3.10 takes relay addresses", Change, static it => it.Text("newEmail")?.EndsWith("appleid.com", StringComparison.Ordinal) == true, "platform/3.10/private-relay"),
        Accept("3.10 takes nonsense", Change, static it => it.Text("newEmail") == "nonsense", "platform/3.10/malformed-address"),
        Accept("3.10 knows everybody", Change, static it => it.Text("userId") == "1", "platform/3.10/unknown-user"),
        Accept("3.10 knows every CRM", Change, static it => it.Text("brokerCrmName").Starts("crm-"), "platform/3.10/unknown-crm"),
        Accept("3.10 reaches users of other CRMs", Change, static it => it.ErrorCode == "CH_USER_NOT_FOUND" && it.Text("userId") != "1", "platform/3.10/user-of-another-crm"),
        .. Keys("3.10", Change, "userId", "newEmail", "brokerCrmName"),

        Json("3.11 finds somebody else", Find, static body => body["userId"] = 7, "platform/3.11/found"),
        Success("3.11 tells letters apart", Find, static it => Empty(it, it.Parameter("email").Starts("CONFORMANCE")), "platform/3.11/found-in-capitals"),
        Success("3.11 answers nobody with 404", Find, static it => { if (it.Text.Length == 0) { it.Answer(404, """{"error":{"errorCode":"CH_USER_NOT_FOUND","description":"No."}}"""); } }, "platform/3.11/nobody", "platform/3.11/user-of-another-crm"),
        Success("3.11 answers nobody with an object", Find, static it => { if (it.Text.Length == 0) { it.Answer(200, "{}"); } }, "platform/3.11/nobody"),
        Around("3.11 finds the users of every CRM", Find, Elsewhere, "platform/3.11/user-of-another-crm"),
        Accept("3.11 does without an address", Find, static it => it.Parameter("email") is null, "platform/3.11/missing-email"),
        Accept("3.11 does without a CRM", Find, static it => it.Parameter("brokerCrmName") is null, "platform/3.11/missing-broker-crm-name"),
        Accept("3.11 knows every CRM", Find, static it => it.Parameter("brokerCrmName").Starts("crm-"), "platform/3.11/unknown-crm"),

        Success("3.12 answers 200", "POST /cid/oauth2/ctid/logout", static it => it.Status = 200, "platform/3.12/answer"),
        Refuse("3.12 wants a session", "POST /cid/oauth2/ctid/logout", static _ => true, "platform/3.12/no-session", "platform/3.12/answer", "platform/3.12/sessions-end", "platform/3.12/others-stay", "platform/3.12/no-call-back"),
        Success("3.13 answers 200", "PUT /cid/oauth2/ctid/acceptAgreement", static it => it.Status = 200, "platform/3.13/answer"),
        Refuse("3.13 is taken once", "PUT /cid/oauth2/ctid/acceptAgreement", AgainIn("userId"), "platform/3.13/again"),
        .. Queries("3.12", "POST /cid/oauth2/ctid/logout"), .. Queries("3.13", "PUT /cid/oauth2/ctid/acceptAgreement"),

        Success("5.1 answers 200", Ctid, static it => it.Status = 200, "platform/ws-5.1/created"),
        Json("5.1 writes seconds", Ctid, static body => { if (body["utcCreateTimestamp"] is { } at) { body["utcCreateTimestamp"] = (long)at / 1000; } }, "platform/ws-5.1/created"),
        Json("5.1 names nobody", Ctid, static body => { if (body.ContainsKey("nickname")) { body["nickname"] = "x"; } }, "platform/ws-5.1/nickname"),
        Json("5.1 makes active users", Ctid, static body => { if (body.ContainsKey("status")) { body["status"] = "CTID_ACTIVE"; } }, "platform/ws-5.1/status"),
        Json("5.1 shouts languages", Ctid, static body => { if (body.ContainsKey("preferredLanguage")) { body["preferredLanguage"] = "EN"; } }, "platform/ws-5.1/language"),
        Json("5.1 tells strangers more", Ctid, static body => { if (body.Count == 1) { body["nickname"] = "x"; } }, "platform/ws-5.1/existing-address"),
        Accept("3.2 takes users of 5.1", CreateUser, static it => it.ErrorCode == "CH_EMAIL_ALREADY_EXISTS", "platform/ws-5.1/not-for-single-sign-on"),
        Accept("5.1 does without an address", Ctid, static it => !it.Request.ContainsKey("email"), "platform/ws-5.1/missing-email"),
        Accept("5.1 takes nonsense", Ctid, static it => it.Text("email") == "nonsense", "platform/ws-5.1/malformed-address"),
        Accept("5.1 knows every broker", Ctid, static it => it.Text("brokerName").Starts("broker-"), "platform/ws-5.1/unknown-broker"),
        Accept("5.1 takes languages of three letters", Ctid, static it => it.Text("preferredLanguage") == "deu", "platform/ws-5.1/wrong-language"),
    ];

    public static Mutation RacingMutation(string name, string call, Func<SpoiltCall, string?> key, params string[] fails)
    {
        var third = From(3);
        return Accept(name, call, it => key(it) is { } text && third(text), fails);
    }

    private static IEnumerable<Mutation> Queries(string area, string call) =>
    [
        Accept($"{area} knows everybody", call, static it => it.Parameter("userId") == "1", $"platform/{area}/unknown-user"),
        Accept($"{area} does without userId", call, static it => it.Parameter("userId") is null, $"platform/{area}/missing-user-id"),
        Accept($"{area} does without a CRM", call, static it => it.Parameter("brokerCrmName") is null, $"platform/{area}/missing-broker-crm-name"),
        Accept($"{area} knows every CRM", call, static it => it.Parameter("brokerCrmName").Starts("crm-"), $"platform/{area}/unknown-crm"),
        Accept($"{area} takes words for numbers", call, static it => it.Parameter("userId") == "somebody", $"platform/{area}/user-id-that-is-no-number"),
    ];

    private static Func<SpoiltCall, bool> Again(string key)
    {
        var second = From(2);
        return it => it.Text(key) is { } text && second(text);
    }

    private static Func<SpoiltCall, bool> AgainIn(string parameter)
    {
        var second = From(2);
        return it => it.Parameter(parameter) is { } text && second(text);
    }

    private static void Empty(SpoiltCall it, bool when)
    {
        if (when)
        {
            it.Answer(200, "");
        }
    }

    private static async Task Elsewhere(SpoiltCall it)
    {
        await it.GoOnAsync();
        if (it.Succeeded && it.Text.Length == 0)
        {
            it.Query = it.Query.Replace("conform_crm", "other_crm", StringComparison.Ordinal);
            await it.GoOnAsync();
        }
    }

    private static Mutation OwnAddress(string name, params string[] fails)
    {
        var addresses = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return Success(name, "*", it =>
        {
            if (it.Path.EndsWith("/ctid/create", StringComparison.Ordinal))
            {
                addresses[it.Text("email") ?? ""] = true;
            }
            else if (it.Text("newEmail") is { } email && addresses.ContainsKey(email))
            {
                it.Answer(400, """{"error":{"errorCode":"CH_EMAIL_ALREADY_EXISTS","description":"No."}}""");
            }
        }, fails);
    }
}
