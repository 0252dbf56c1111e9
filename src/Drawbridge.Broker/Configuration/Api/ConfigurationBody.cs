using System.Text.Json;
using System.Text.Json.Nodes;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Configuration.Api;

/// <summary>Reads a CRM or a broker as a call carries it. What a file may say and a call may not is refused: places of secrets, and files of this machine.</summary>
internal static class ConfigurationBody
{
    private const int Largest = 4 * 1024 * 1024;

    /// <summary>The document as it was sent.</summary>
    public static async Task<(JsonObject? Document, IResult? Refusal)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        while (await context.Request.Body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (content.Length + read > Largest)
            {
                return (null, new CrmError(StatusCodes.Status413PayloadTooLarge, CrmErrorCode.RequestTooLarge, "The configuration is larger than 4 MB; use the command line"));
            }

            content.Write(buffer, 0, read);
        }

        try
        {
            return JsonNode.Parse(content.ToArray(), documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 32 }) is JsonObject document
                ? (document, null)
                : (null, CrmError.UnreadableBody);
        }
        catch (JsonException)
        {
            return (null, CrmError.UnreadableBody);
        }
    }

    /// <summary>A CRM with the brokers that it names.</summary>
    public static (CrmConfiguration? Crm, IReadOnlyList<string> Faults) ToCrm(JsonObject document)
    {
        try
        {
            var crm = BrokerConfigurationReader.Read(document);
            var faults = FaultsOf(document, typeof(CrmConfiguration))
                .Concat(crm.Brokers.Where(static broker => broker.Images != new BrandImageConfiguration()).Select(static broker => $"brokers:{broker.Name}:images: are given by /api/v1/brand-images."));
            return (crm, [.. faults]);
        }
        catch (JsonException e)
        {
            return (null, [BrokerConfigurationReader.Explain("", e)]);
        }
    }

    /// <summary>One broker.</summary>
    public static (BrokerConfiguration? Broker, IReadOnlyList<string> Faults) ToBroker(JsonObject document)
    {
        try
        {
            var broker = BrokerConfigurationReader.ReadBroker(document);
            return (broker, [.. FaultsOf(document, typeof(BrokerConfiguration)), .. broker.Images == new BrandImageConfiguration() ? Array.Empty<string>() : ["images: are given by /api/v1/brand-images."]]);
        }
        catch (JsonException e)
        {
            return (null, [BrokerConfigurationReader.Explain("", e)]);
        }
    }

    /// <summary>What looks like the place of a secret would be taken for the secret itself.</summary>
    private static List<string> FaultsOf(JsonObject document, Type type)
    {
        var faults = new List<string>();
        SecretSettings.Rewrite(document, type, (key, value) =>
        {
            if (value.StartsWith("${", StringComparison.Ordinal) && !SecretSettings.IsKept(value))
            {
                faults.Add($"{key}: send the secret itself, or {SecretSettings.Kept} for the one that is stored; other references are for files.");
            }

            return value;
        });
        return faults;
    }
}
