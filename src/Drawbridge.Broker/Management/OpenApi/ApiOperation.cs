using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;

namespace Drawbridge.Broker.Management.OpenApi;

/// <summary>What an endpoint of the management API takes and answers, for its description.</summary>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record ApiOperation(string Summary)
{
    /// <summary>More about it; null when the summary says it all.</summary>
    public string? Description { get; init; }

    /// <summary>Parameters of the query and of headers.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The body; null when there is none.</summary>
    public ApiBody? Body { get; init; }

    /// <summary>Answers of success by their status.</summary>
    public IReadOnlyList<ApiAnswer> Answers { get; init; } = [];

    /// <summary>Statuses of refusals besides those that every call has.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [];
}

/// <summary>A parameter. None has to be there.</summary>
/// <param name="Name">As in the address, or the name of the header.</param>
/// <param name="Text">What it is for.</param>
/// <param name="Type">Of JSON Schema: string, integer or boolean.</param>
/// <param name="Values">The values that there are; null for any.</param>
/// <param name="In">Where it stands: query or header.</param>
internal sealed record ApiParameter(string Name, string Text, string Type = "string", IReadOnlyList<string>? Values = null, string In = "query");

/// <summary>A body that is taken.</summary>
/// <param name="Type">How it is read.</param>
/// <param name="Required">Members that have to be there.</param>
internal sealed record ApiBody(JsonTypeInfo Type, params string[] Required);

/// <summary>An answer of success.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">What it says.</param>
/// <param name="Type">Its body; null for one that is no JSON.</param>
/// <param name="MediaType">What it is, when it is no JSON.</param>
internal sealed record ApiAnswer(int Status, string Text, JsonTypeInfo? Type, string MediaType = "application/json");

/// <summary>Describes an endpoint where it is mapped.</summary>
internal static class ApiOperationExtensions
{
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, ApiOperation operation)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(operation);
}
