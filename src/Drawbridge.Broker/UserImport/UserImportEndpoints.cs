using System.Text;
using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Drawbridge.Broker.UserImport;

/// <summary>The CRM sends its users. Read as they come, so that a file may be of any length; sent again, it changes nothing.</summary>
internal sealed class UserImportEndpoints(BrokerDirectory directory, UserImporter importer)
{
    private const int ListedLines = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var endpoints = ActivatorUtilities.CreateInstance<UserImportEndpoints>(routes.ServiceProvider);
        ManagementApi.MapGroup(routes)
            .MapPost("/users/import", (HttpContext context, CancellationToken cancellationToken) => endpoints.ImportAsync(context, cancellationToken))
            .WithName("ImportUsers")
            .Describe(new("Brings users of the CRM here")
            {
                Description = "The body is a JSON object in each line (application/x-ndjson) or CSV with a first line of names (text/csv), in UTF-8, of any length. "
                    + "A user is known by the CRM's own id; sending the same again changes nothing.",
                Parameters =
                [
                    new("brokerName", "Whose users they become"),
                    new("dryRun", "true: says what would become of each line, and stores nothing", "boolean"),
                    new("withoutUnusablePasswords", "true: takes users whose password hash cannot be checked here without it, instead of refusing them", "boolean"),
                ],
                Answers = [new(StatusCodes.Status200OK, "What became of the lines", UserImportJson.Default.UserImportAnswer)],
                Refusals = [400, 415],
            });
    }

    private async Task<IResult> ImportAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        if (query["brokerName"].ToString() is not { Length: > 0 } name)
        {
            return CrmError.MissingParameter("brokerName");
        }

        if (context.FindBroker(directory, name) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        context.SetBroker(broker);
        UserImportFormat? format = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/x-ndjson" or "application/jsonl" => UserImportFormat.JsonLines,
            "text/csv" => UserImportFormat.Csv,
            _ => null,
        } : null;
        if (format is null)
        {
            return new CrmError(StatusCodes.Status415UnsupportedMediaType, CrmErrorCode.InvalidRequest, "Send application/x-ndjson or text/csv");
        }

        foreach (var flag in new[] { "dryRun", "withoutUnusablePasswords" })
        {
            if (query[flag].ToString() is not ("" or "true" or "false"))
            {
                return CrmError.MustBe(flag, "true or false");
            }
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null; // a record is bounded, and never more than a batch is held
        var refused = new List<RefusedLine>();
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        try
        {
            var counts = await importer.RunAsync(
                broker,
                reader,
                new(format.Value)
                {
                    IsRehearsal = query["dryRun"] == "true",
                    WithoutUnusablePasswords = query["withoutUnusablePasswords"] == "true",
                    OnRefused = line =>
                    {
                        if (refused.Count < ListedLines)
                        {
                            refused.Add(line);
                        }
                    },
                },
                cancellationToken);
            return TypedResults.Json(
                new UserImportAnswer(counts.Created, counts.Linked, counts.Updated, counts.Unchanged, counts.Refused, refused), UserImportJson.Default.UserImportAnswer);
        }
        catch (UserImportException e)
        {
            return new CrmError(StatusCodes.Status400BadRequest, CrmErrorCode.InvalidRequest, e.Message);
        }
    }
}

/// <summary>Answer of <c>POST /api/v1/users/import</c>.</summary>
/// <param name="Created">Users who are new here.</param>
/// <param name="Linked">Users who were here with the same, verified address.</param>
/// <param name="Updated">Users who came earlier, and about whom something new was said.</param>
/// <param name="Unchanged">Users about whom nothing new was said.</param>
/// <param name="Refused">Lines that were not taken.</param>
/// <param name="RefusedLines">The first thousand of them.</param>
internal sealed record UserImportAnswer(long Created, long Linked, long Updated, long Unchanged, long Refused, IReadOnlyList<RefusedLine> RefusedLines);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UserImportAnswer))]
internal sealed partial class UserImportJson : JsonSerializerContext;
