using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Drawbridge.Broker.Management.OpenApi;

/// <summary>Schemas made from the types that are read and written, so that they cannot say anything else.</summary>
internal sealed class ApiSchemas
{
    private static readonly JsonSchemaExporterOptions Options = new()
    {
        TreatNullObliviousAsNonNullable = true,

        // Of a type with a converter of ours the exporter knows nothing: a time of day is text.
        TransformSchemaNode = static (context, schema) => (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) == typeof(TimeOnly)
            ? new JsonObject { ["type"] = new JsonArray("string", "null"), ["pattern"] = "^[0-2][0-9]:[0-5][0-9]$" }
            : schema,
    };

    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    /// <summary>A reference to the schema of what is answered: what is null is left out.</summary>
    public JsonObject Answer(JsonTypeInfo type) => Add(type, required: null);

    /// <summary>A reference to the schema of what is taken.</summary>
    public JsonObject Body(ApiBody body) => Add(body.Type, body.Required);

    /// <summary>Adds a schema that no type has.</summary>
    public void Add(string name, JsonObject schema) => _schemas[name] = schema;

    public JsonObject ToJson() => new(_schemas.Select(static schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value.DeepClone())));

    private JsonObject Add(JsonTypeInfo type, IReadOnlyList<string>? required)
    {
        var name = type.Type.Name;
        if (!_schemas.ContainsKey(name))
        {
            var schema = type.GetJsonSchemaAsNode(Options);
            Inline(schema, schema);
            LeaveNullsOut(schema);
            if (required is not null)
            {
                schema["required"] = new JsonArray([.. required.Select(static member => JsonValue.Create(member))]);
                if (schema["properties"] is JsonObject properties)
                {
                    properties.Remove("brokerCrmName"); // the key says which CRM it is
                }
            }

            _schemas[name] = schema;
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    /// <summary>What the exporter refers to inside of one schema, because it stood there before, is written out: those places are named otherwise in the document.</summary>
    private static void Inline(JsonNode? node, JsonNode root)
    {
        if (node is JsonObject schema)
        {
            if ((string?)(schema["$ref"] as JsonValue) is ['#', .. var pointer])
            {
                var target = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, static (at, name) => at is JsonArray array ? array[int.Parse(name, CultureInfo.InvariantCulture)]! : at[name]!);
                node.ReplaceWith(target.DeepClone());
                return;
            }

            foreach (var (_, value) in schema.ToList())
            {
                Inline(value, root);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var item in array.ToList())
            {
                Inline(item, root);
            }
        }
    }

    /// <summary>Neither side writes nulls: what may be missing is missing.</summary>
    private static void LeaveNullsOut(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                LeaveNullsOut(item);
            }
        }
        else if (node is JsonObject schema)
        {
            foreach (var (_, value) in schema)
            {
                LeaveNullsOut(value);
            }

            if (schema["properties"] is JsonObject properties)
            {
                var optional = properties.Where(static property => IsNullable(property.Value)).Select(static property => property.Key).ToList();
                foreach (var name in optional)
                {
                    var types = properties[name]!["type"]!.AsArray().Select(static type => (string)type!).Where(static type => type != "null").ToList();
                    properties[name]!["type"] = types is [var only] ? only : new JsonArray([.. types.Select(static type => JsonValue.Create(type))]);
                }

                if (schema["required"] is JsonArray required)
                {
                    schema["required"] = new JsonArray([.. required.Select(static member => (string)member!).Except(optional).Select(static member => JsonValue.Create(member))]);
                }
            }
        }
    }

    private static bool IsNullable(JsonNode? schema) => (schema as JsonObject)?["type"] is JsonArray types && types.Any(static type => (string?)type == "null");
}
