using System.Text.Json.Nodes;
using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>How a mutation breaks a rule about one of the calls.</summary>
internal static class Broken
{
    /// <summary>Requests of a kind get an answer that the broker has not made.</summary>
    public static Func<Intercepted, Task<Reply>> Answers(CrmCall call, Func<Intercepted, bool> which, int status, string body = "{}") =>
        request => request.Path == call.Path && which(request) ? Task.FromResult(Reply.Json(status, body)) : request.ForwardAsync();

    /// <summary>Requests of a kind are refused with that code.</summary>
    public static Func<Intercepted, Task<Reply>> Refuses(CrmCall call, Func<Intercepted, bool> which, int status, string code = "REFUSED") =>
        Answers(call, which, status, $$"""{"error":"Refused","message":"refused","code":"{{code}}"}""");

    /// <summary>Requests of a kind are served as if they had not that fault.</summary>
    public static Func<Intercepted, Task<Reply>> Overlooks(CrmCall call, Func<Intercepted, bool> which, Action<Intercepted> mend) => request =>
    {
        if (request.Path == call.Path && which(request))
        {
            mend(request);
        }

        return request.ForwardAsync();
    };

    /// <summary>Answers of a kind are others than the broker has made.</summary>
    public static Func<Intercepted, Task<Reply>> Changes(CrmCall call, Func<Intercepted, Reply, bool> which, Func<Reply, Reply> change) => async request =>
    {
        if (request.Path != call.Path)
        {
            return await request.ForwardAsync();
        }

        var reply = await request.ForwardAsync();
        return which(request, reply) ? change(reply) : reply;
    };

    /// <summary>The one names of the broker under test, in the query and nowhere else.</summary>
    public static bool IsOurs(this Intercepted request) =>
        request.Query("brokerName") == ConformanceHost.Own.BrokerName && request.Query("brokerCrmName") == ConformanceHost.Own.BrokerCrmName
        && request.Object is var body && body?.ContainsKey("brokerName") != true && body?.ContainsKey("brokerCrmName") != true;

    /// <summary>Besides, a <c>crmApiToken</c> of ours.</summary>
    public static bool IsAuthenticated(this Intercepted request) => request.IsOurs() && request.Query("crmApiToken")?.StartsWith("dbct_", StringComparison.Ordinal) == true;

    /// <summary>Names and, where the call carries one, <c>crmApiToken</c> are good.</summary>
    public static bool IsWellMeant(this Intercepted request, CrmCall call) => call == CrmCall.Authenticate ? request.IsOurs() : request.IsAuthenticated();

    /// <summary>Puts the right names where they belong.</summary>
    public static void Name(this Intercepted request)
    {
        request.SetQuery("brokerName", ConformanceHost.Own.BrokerName).SetQuery("brokerCrmName", ConformanceHost.Own.BrokerCrmName);
        if (request.Object?.ContainsKey("brokerName") == true)
        {
            request.RemoveMember("brokerName");
        }

        if (request.Object?.ContainsKey("brokerCrmName") == true)
        {
            request.RemoveMember("brokerCrmName");
        }
    }

    public static bool Has(this Intercepted request, string member) => request.Object?.ContainsKey(member) == true;

    public static bool HasNull(this Intercepted request, string member) => request.Has(member) && request.Object![member] is null;

    public static bool HasNumber(this Intercepted request, string member) => request.Object?[member] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number;

    public static bool HasBoolean(this Intercepted request, string member) => request.Object?[member] is JsonValue value && value.GetValueKind() is System.Text.Json.JsonValueKind.True;

    /// <summary>An object, and not the one by which errors are looked at.</summary>
    public static bool HasObject(this Intercepted request, string member) => request.Object?[member] is JsonObject value && value.ContainsKey("value");

    public static bool HasArray(this Intercepted request, string member) => request.Object?[member] is JsonArray;
}
