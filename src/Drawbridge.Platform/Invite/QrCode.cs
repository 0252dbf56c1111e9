using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using QRCoder;

namespace Drawbridge.Platform.Invite;

/// <summary>A text as a picture for cameras: black on white in every theme, one unit a module, with the quiet zone around it.</summary>
internal static class QrCode
{
    public static IResult Of(string text) => Results.Text(Svg(text), "image/svg+xml", Encoding.UTF8);

    public static string Svg(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        foreach (var (y, row) in rows.Index())
        {
            for (var x = 0; x < row.Length; x++)
            {
                var start = x;
                while (x < row.Length && row[x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1H{start}z");
                }
            }
        }

        var size = rows.Count.ToString(CultureInfo.InvariantCulture);
        return $"""<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>""";
    }
}
