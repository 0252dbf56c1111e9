using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>The same cases for the same seed.</summary>
internal sealed class FuzzGenerator(ulong seed, IReadOnlyList<FuzzEndpoint> endpoints)
{
    private static readonly string?[] ContentTypes = ["text/json", "text/xml; charset=utf-8", "application/x-www-form-urlencoded", "text/plain", "a/b/c", "application/json; charset=utf-16", "", null];

    private static readonly string?[] Accepts = ["application/xml", "*/*", "text/csv", "text/html", "application/json;q=0", "application/xml;q=x, */*;q=2", ",,,", "a", null];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND"];

    private readonly SeededGenerator _generator = new(seed);

    public FuzzCase Next()
    {
        var endpoint = _generator.Pick(endpoints);
        var isXml = endpoint.SpeaksXml && _generator.Chance(40);
        var (path, body) = (endpoint.Path, endpoint.Body is null ? null : System.Text.Encoding.UTF8.GetBytes(endpoint.Body));
        switch (_generator.Below(10))
        {
            case 0:
                path = UrlFuzz.Path(_generator, path);
                break;
            case 1:
            case 2 or 3 or 4 or 5 or 6 or 7 or 8 when endpoint.Body is null:
                path = UrlFuzz.Query(_generator, path);
                break;
            default:
                body = endpoint.Body is null ? null : isXml ? XmlFuzz.Body(_generator, endpoint.Body) : JsonFuzz.Body(_generator, endpoint.Body);
                break;
        }

        var type = body is null ? null : isXml ? "application/xml" : "application/json";
        return new(
            _generator.Chance(2) ? _generator.Pick(Methods) : endpoint.Method,
            path,
            body,
            _generator.Chance(5) ? _generator.Pick(ContentTypes) : type,
            _generator.Chance(10) ? _generator.Pick(Accepts) : isXml && _generator.Chance(50) ? "application/xml" : "application/json");
    }
}
