using System.Text.Json.Serialization;
using Drawbridge.Platform.Hosting;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Brokers;

/// <summary>
/// What the platform's operator does when a broker changes its identity option (FLOW-MIGRATE-3, MOD-43): while everything runs, and sessions that are open go on.
/// After a restart the option is that of the settings again.
/// </summary>
internal static class BrokerIdentityEndpoints
{
    private static readonly PlatformFault NoBroker = new(PlatformErrorCode.BrokerNotFound, "The brokerName is not known here.", Status: StatusCodes.Status404NotFound);

    public static void MapBrokerIdentity(this IEndpointRouteBuilder instrument)
    {
        instrument.MapGet("/brokers", static (BrokerDirectory brokers) =>
            Answer.Of<BrokerIdentityList>(new BrokerIdentityList([.. brokers.All.Select(BrokerIdentityView.Of)]), 200, BrokerIdentityJson.Default.BrokerIdentityList));
        instrument.MapPut("/brokers/{brokerName}", SwitchAsync);
    }

    private static async Task<IResult> SwitchAsync(HttpContext http, string brokerName, BrokerDirectory brokers)
    {
        if (brokers.FindBroker(brokerName) is not { } broker)
        {
            return Answer.Refuse(NoBroker);
        }

        var read = await InstrumentFields.ReadAsync(http, static fields => fields.Text("identity") switch
        {
            "sso" => IdentityMode.Sso,
            "handoff" => IdentityMode.Handoff,
            _ => Refuse(fields),
        });
        if (read is not Outcome<IdentityMode>.Done { Value: var identity })
        {
            return Answer.Empty(read, 200);
        }

        broker.Options.Identity = identity;
        return Answer.Of<BrokerIdentityView>(BrokerIdentityView.Of(broker), 200, BrokerIdentityJson.Default.BrokerIdentityView);
    }

    private static IdentityMode Refuse(InstrumentFields fields)
    {
        fields.Wrong("identity must be sso or handoff");
        return default;
    }
}

/// <summary>Every broker of the platform.</summary>
internal sealed record BrokerIdentityList(IReadOnlyList<BrokerIdentityView> Brokers);

/// <summary>Where a broker's users log in.</summary>
internal sealed record BrokerIdentityView(string BrokerName, string BrokerCrmName, string Identity)
{
    public static BrokerIdentityView Of(PlatformBroker broker) =>
        new(broker.BrokerName.Value, broker.BrokerCrmName.Value, broker.Options.Identity == IdentityMode.Handoff ? "handoff" : "sso");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BrokerIdentityList))]
internal sealed partial class BrokerIdentityJson : JsonSerializerContext;
