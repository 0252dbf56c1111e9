using System.Text.Json.Nodes;

namespace Drawbridge.Conformance.PlatformSide;

internal sealed partial class PlatformCalls
{
    /// <summary>A ribbon.</summary>
    public static JsonObject Ribbon(string title, string? broker = null, long? accountId = null, bool enabled = true)
    {
        var ribbon = new JsonObject
        {
            ["color"] = "#ff33ee", ["title"] = title, ["enabled"] = enabled, ["closable"] = true, ["action"] = new JsonObject { ["urlinApp"] = "https://example.com/inapp/kyc" },
        };
        if (broker is not null)
        {
            ribbon["brokerName"] = broker;
        }

        if (accountId is { } id)
        {
            ribbon["ctidTraderAccountId"] = Text(id);
        }

        return ribbon;
    }

    /// <summary>Body of call 3.9.</summary>
    public JsonObject Controls(long userId, params JsonObject[] ribbons) => new()
    {
        ["brokerCrmName"] = Crm, ["userId"] = userId, ["rules"] = new JsonObject { ["ribbons"] = new JsonArray([.. ribbons]) },
    };
}
