using Drawbridge.Conformance.Crm;
using Drawbridge.IntegrationTests.Conformance.Harness;
using static Drawbridge.Conformance.Crm.CrmCall;
using static Drawbridge.IntegrationTests.Conformance.Api.Mutations.Broken;

namespace Drawbridge.IntegrationTests.Conformance.Api.Mutations;

/// <summary>The names of brokers.</summary>
internal static class IdentificationMutations
{
    private const string Nobody = "nobody-of-this-name";
    private const string NameKey = "brokerName";
    private const string CrmKey = "brokerCrmName";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. CrmCall.All.SelectMany(NamesOf),
        .. WithBody.SelectMany(PlacesOf),
        .. CrmCall.All.SelectMany(DisabledOf),
        Text("missing", "BROKER_ID_MISSING"),
        Text("invalid", "BROKER_ID_INVALID"),
        Text("mismatch", "BROKER_ID_MISMATCH"),
        new("401 opens the browser's password dialog", "api/identification/no-challenge")
        {
            Handle = Changes(Authenticate, static (_, reply) => reply.Status == 401, static reply => reply.WithHeader("WWW-Authenticate", "Basic realm=\"crm\"")),
        },
        new("An unknown name is told before a missing one", "api/identification/missing-before-invalid")
        {
            Handle = Refuses(Authenticate, static request => request.Query(NameKey) == Nobody && request.Query(CrmKey) is null, 401, "BROKER_ID_INVALID"),
        },
        new("Names are compared before they are looked up", "api/identification/invalid-before-mismatch")
        {
            Handle = Refuses(Authenticate, static request => request.Member(NameKey) == Nobody, 403, "BROKER_ID_MISMATCH"),
        },
        Stranger(Exchange, "code"),
        Stranger(Validate, "accessToken"),
        Stranger(Generate, "userId"),
        Stranger(LogOut, "userId"),
        new("The second broker's users are somebody else", "api/other-broker/works-for-itself")
        {
            Handle = Changes(Exchange, static (request, reply) => reply.Status == 200 && request.Query(NameKey) == ConformanceHost.WhiteLabel.BrokerName && reply.Text("accessToken") is null, static reply => reply.With("userId", 1)),
        },
    ];

    /// <summary>At a broker whose names may be absent.</summary>
    public static IReadOnlyList<Mutation> Lenient { get; } =
    [
        .. CrmCall.All.SelectMany(static call => new[]
        {
            Optional(call, "without-names", static request => request.Query(NameKey) is null && request.Query(CrmKey) is null && !request.Has(NameKey)),
            Optional(call, "brokerName-only", static request => request.Query(NameKey) is not null && request.Query(CrmKey) is null && !request.Has(CrmKey)),
            Optional(call, "brokerCrmName-only", static request => request.Query(NameKey) is null && request.Query(CrmKey) is not null),
        }),
    ];

    /// <summary>Where another CRM lets names be absent, too.</summary>
    public static IReadOnlyList<Mutation> Pair { get; } =
    [
        .. CrmCall.WithToken.Select(static call => new Mutation($"{call.Number} without names tells another CRM's from an unknown one", $"api/optional-identification/{call.Number}/of-another-crm")
        {
            Within = ["api/optional-identification/*/of-another-crm"],
            Handle = Changes(call, static (request, reply) => reply.Status == 404 && request.Query(NameKey) is null && !request.Has(NameKey), static reply => reply with { Status = 403 }),
        }),
    ];

    /// <summary>At a broker under handoff.</summary>
    public static IReadOnlyList<Mutation> Handoff { get; } =
        [new("4.1 gives a token under handoff", "api/handoff/no-crmApiToken") { Handle = Answers(Authenticate, static _ => true, 200, """{"crmApiToken":"dbct_given-to-anybody-who-asks-for-one"}""") }];

    private static IEnumerable<Mutation> NamesOf(CrmCall call)
    {
        Mutation Of(string name, Func<Intercepted, bool> which, params string[] also) => new($"{call.Number} does not mind names: {name}", [$"api/identification/{call.Number}/{name}", .. also])
        {
            Handle = Overlooks(call, which, static request => request.Name()),
        };
        string[] At(CrmCall of, params string[] also) => call == of ? also : [];
        var (own, other) = (ConformanceHost.Own, ConformanceHost.OtherNames);
        return
        [
            Of("no-names", static request => request.Query(NameKey) is null && request.Query(CrmKey) is null && !request.Has(NameKey), At(Authenticate, "api/identification/message-missing")),
            Of("no-brokerName", request => request.Query(NameKey) is null && request.Query(CrmKey) == own.BrokerCrmName && !request.Has(NameKey)),
            Of("no-brokerCrmName", request => request.Query(NameKey) == own.BrokerName && request.Query(CrmKey) is null && !request.Has(CrmKey)),
            Of("empty-brokerName", static request => request.Query(NameKey) == ""),
            Of("empty-brokerCrmName", static request => request.Query(CrmKey) == ""),
            Of(
                "unknown-brokerName", request => request.Query(NameKey) == Nobody && request.Query(CrmKey) == own.BrokerCrmName,
                [.. At(Authenticate, "api/identification/message-invalid"), .. At(Exchange, "api/4.2/refused-names-keep-code")]),
            Of("unknown-brokerCrmName", request => request.Query(NameKey) == own.BrokerName && request.Query(CrmKey) == Nobody),
            Of("other-case-brokerName", request => request.Query(NameKey) is { } name && name != own.BrokerName && name.Equals(own.BrokerName, StringComparison.OrdinalIgnoreCase)),
            Of("other-case-brokerCrmName", request => request.Query(CrmKey) is { } name && name != own.BrokerCrmName && name.Equals(own.BrokerCrmName, StringComparison.OrdinalIgnoreCase)),
            Of("white-space", static request => request.Query(NameKey)?.EndsWith(' ') == true),
            Of("other-characters", static request => request.Query(NameKey)?.EndsWith('/') == true),
            Of("brokerCrmName-of-another", request => request.Query(NameKey) == own.BrokerName && request.Query(CrmKey) == other.BrokerCrmName, At(Authenticate, "api/identification/message-mismatch")),
            Of("repeated-brokerName", static request => request.Count(NameKey) > 1),
        ];
    }

    private static IEnumerable<Mutation> PlacesOf(CrmCall call)
    {
        Mutation Missing(string name, Func<Intercepted, bool> which) => new($"{call.Number} does not find names: {name}", $"api/identification/{call.Number}/{name}") { Handle = Refuses(call, which, 400, "BROKER_ID_MISSING") };
        return
        [
            new Mutation($"{call.Number} does not compare brokerName in query and body", $"api/identification/{call.Number}/brokerName-in-body-differs")
            {
                Handle = Overlooks(call, static request => request.Member(NameKey) == ConformanceHost.WhiteLabel.BrokerName, static request => request.Name()),
            },
            new Mutation($"{call.Number} does not compare brokerCrmName in query and body", $"api/identification/{call.Number}/brokerCrmName-in-body-differs")
            {
                Handle = Overlooks(call, static request => request.Member(CrmKey) == ConformanceHost.OtherNames.BrokerCrmName, static request => request.Name()),
            },
            Missing("in-body", static request => request.Query(NameKey) is null && request.Has(NameKey)),
            Missing("one-in-each", static request => request.Query(NameKey) is not null && request.Query(CrmKey) is null && request.Has(CrmKey)),
            Missing("in-both", static request => request.Query(NameKey) == request.Member(NameKey) && request.Query(CrmKey) == request.Member(CrmKey)),
        ];
    }

    private static IEnumerable<Mutation> DisabledOf(CrmCall call)
    {
        static bool IsDisabled(Intercepted request) => request.Query(NameKey) == ConformanceHost.Disabled.BrokerName;
        Mutation Of(string name, Func<Intercepted, bool> which, int status, string code) => new($"{call.Number} answers {status} for a disabled broker: {name}", $"api/disabled/{call.Number}/{name}")
        {
            Handle = Refuses(call, request => IsDisabled(request) && which(request), status, code),
        };
        List<Mutation> all = [Of("refused", static request => request.Body != "{}" && request.Query("crmApiToken") != "<no> token!", 404, "BROKER_NOT_FOUND")];
        if (call != Authenticate)
        {
            all.Add(Of("token-first", static request => request.Query("crmApiToken") == "<no> token!", 403, "CH_INSUFFICIENT_PERMISSIONS"));
        }

        if (call != Authenticate && call != LogOut)
        {
            all.Add(Of("before-required", static request => request.Body == "{}", 400, "MISSING_REQUIRED_PARAMETER"));
        }

        return all;
    }

    private static Mutation Text(string name, string code) => new($"The text of {code} is another", $"api/identification/message-{name}")
    {
        Handle = Changes(Authenticate, (_, reply) => reply.Text("code") == code, static reply => reply.With("message", "Check the names")),
    };

    private static Mutation Stranger(CrmCall call, string name) => new($"{call.Number} does not tell another broker's {name} from an unknown one", $"api/other-broker/{call.Number}/{name}")
    {
        Handle = Changes(call, static (request, reply) => request.IsOurs() && request.Count(NameKey) == 1 && reply.Text("code") == "BROKER_ID_MISMATCH", static reply => reply with { Status = 404 }),
    };

    private static Mutation Optional(CrmCall call, string name, Func<Intercepted, bool> which) => new($"{call.Number} demands names: {name}", $"api/optional-identification/{call.Number}/{name}")
    {
        Handle = Refuses(call, which, 400, "BROKER_ID_MISSING"),
    };
}
