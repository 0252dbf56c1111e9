using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Branding.Images;

/// <summary>The images of the calling CRM's brokers, under <c>/api/v1/brand-images</c>.</summary>
internal sealed class BrandImageApi(BrokerDirectory directory, BrandImageStore store, TimeProvider time)
{
    private static readonly CrmError NoImage = new(404, CrmErrorCode.NotFound, "The broker has no such image");

    private static readonly ApiParameter BrokerParameter = new("brokerName", "The broker");

    private static readonly ApiParameter KindParameter = new("kind", "Which image", Values: BrandImageKind.All);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<BrandImageApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/brand-images");
        group.MapGet("", (HttpContext context) => own.List(context)).WithName("ListBrandImages").Describe(new("Lists the images of the CRM's brokers")
        {
            Answers = [new(StatusCodes.Status200OK, "What there is, without content", BrandImageJson.Default.BrandImageList)],
        });
        group.MapPut("", (HttpContext context, CancellationToken cancellationToken) => own.PutAsync(context, cancellationToken)).WithName("PutBrandImage").Describe(new("Gives a broker a logo or an icon")
        {
            Description = $"A PNG, a WebP, or an SVG that only draws; at most {BrandImageInspection.Largest / 1024} kB. It takes the place of the one before.",
            Body = new(BrandImageJson.Default.PutBrandImageRequest, "brokerName", "kind", "image"),
            Answers = [new(StatusCodes.Status200OK, "The image is in use", BrandImageJson.Default.BrandImage)],
            Refusals = [400, 413],
        });
        group.MapDelete("", (HttpContext context, CancellationToken cancellationToken) => own.RemoveAsync(context, cancellationToken)).WithName("RemoveBrandImage").Describe(new("Takes a logo or an icon away")
        {
            Parameters = [BrokerParameter, KindParameter],
            Answers = [new(StatusCodes.Status204NoContent, "It is gone", null)],
            Refusals = [400, 404],
        });
    }

    private JsonHttpResult<BrandImageList> List(HttpContext context)
    {
        var crm = context.GetCallerCrmId();
        return TypedResults.Json(
            new BrandImageList([.. from broker in directory.Current.Brokers where broker.Crm.Id == crm from image in ImagesOf(broker) orderby image.BrokerName, image.Kind select image]),
            BrandImageJson.Default.BrandImageList);
    }

    private static IEnumerable<BrandImage> ImagesOf(BrokerEntity broker) =>
        new[] { (BrandImageKind.Logo, broker.Images.Logo), (BrandImageKind.LogoDark, broker.Images.LogoDark), (BrandImageKind.Icon, broker.Images.Icon) }
            .Where(static image => image.Item2 is not null)
            .Select(image => new BrandImage(broker.Name.Value, image.Item1, image.Item2!));

    private async Task<IResult> PutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, error) = await CrmRequestReader.ReadAsync(context, BrandImageJson.Default.PutBrandImageRequest, bodyRequired: true);
        if (error is not null)
        {
            return error;
        }

        var (broker, kind, refusal) = Find(context, body!.BrokerName, body.Kind);
        if (refusal is not null)
        {
            return refusal;
        }

        if (body.Image is not { Length: > 0 } image)
        {
            return CrmError.MissingParameter("image");
        }

        var (extension, fault) = BrandImageInspection.Inspect(image);
        if (fault is not null)
        {
            return new CrmError(400, CrmErrorCode.InvalidRequest, $"image must {fault}");
        }

        var name = BrandImageEndpoints.NameOf(image, extension!);
        await store.PutAsync(broker!.Id, kind!, name, image, time.GetUtcNow(), cancellationToken);
        await directory.ReloadAsync(broker.Id, cancellationToken);
        return TypedResults.Json(new BrandImage(broker.Name.Value, kind!, BrandImageEndpoints.UrlOf(name)), BrandImageJson.Default.BrandImage);
    }

    private async Task<IResult> RemoveAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (broker, kind, refusal) = Find(context, context.Request.Query["brokerName"], context.Request.Query["kind"]);
        if (refusal is not null)
        {
            return refusal;
        }

        var removed = await store.RemoveAsync(broker!.Id, kind!, cancellationToken);
        await directory.ReloadAsync(broker.Id, cancellationToken);
        return removed ? TypedResults.NoContent() : NoImage;
    }

    private (BrokerEntity? Broker, string? Kind, CrmError? Refusal) Find(HttpContext context, string? brokerName, string? kind) =>
        string.IsNullOrEmpty(brokerName) ? (null, null, CrmError.MissingParameter("brokerName"))
        : string.IsNullOrEmpty(kind) ? (null, null, CrmError.MissingParameter("kind"))
        : context.FindBroker(directory, brokerName) is not { } broker ? (null, null, CrmError.BrokerIdInvalid)
        : !BrandImageKind.All.Contains(kind) ? (null, null, CrmError.MustBe("kind", string.Join(", ", BrandImageKind.All)))
        : (broker, kind, null);
}

/// <summary>Body of <c>PUT /api/v1/brand-images</c>.</summary>
internal sealed class PutBrandImageRequest : CrmRequest
{
    /// <summary>What it is for: logo, logoDark or icon.</summary>
    public string? Kind { get; init; }

    /// <summary>The file in Base64.</summary>
    public byte[]? Image { get; init; }
}

/// <summary>An image in use.</summary>
internal sealed record BrandImage(string BrokerName, string Kind, string Url);

/// <summary>Answer of <c>GET /api/v1/brand-images</c>.</summary>
internal sealed record BrandImageList(IReadOnlyList<BrandImage> Items);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 16)]
[JsonSerializable(typeof(PutBrandImageRequest))]
[JsonSerializable(typeof(BrandImage))]
[JsonSerializable(typeof(BrandImageList))]
internal sealed partial class BrandImageJson : JsonSerializerContext;
