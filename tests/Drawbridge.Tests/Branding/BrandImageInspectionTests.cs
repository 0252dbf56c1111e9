using System.Text;
using Drawbridge.Broker.Branding.Images;
using Drawbridge.Tests.Documents;

namespace Drawbridge.Tests.Branding;

public sealed class BrandImageInspectionTests
{
    private const string Open = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 8 8\">";

    [Fact]
    public void Pictures_are_known_by_their_content()
    {
        BrandImageInspection.Inspect(SampleFiles.Png(64, 64)).ShouldBe((".png", null));
        BrandImageInspection.Inspect(SampleFiles.Webp()).ShouldBe((".webp", null));
        BrandImageInspection.Inspect(Svg("<path d=\"M0 0h8v8z\"/>")).ShouldBe((".svg", null));
    }

    [Fact]
    public void What_is_no_picture_of_these_is_refused()
    {
        BrandImageInspection.Inspect([]).Fault.ShouldBe("have 1 to 40 kB");
        BrandImageInspection.Inspect(new byte[(40 * 1024) + 1]).Fault.ShouldBe("have 1 to 40 kB");
        BrandImageInspection.Inspect(SampleFiles.Jpeg()).Fault.ShouldBe("be a PNG, a WebP or an SVG");
        BrandImageInspection.Inspect("<html><script>alert(1)</script></html>"u8).Fault.ShouldBe("be a PNG, a WebP or an SVG");
        BrandImageInspection.Inspect(SampleFiles.Png(tail: SampleFiles.Zip())).Fault.ShouldBe("hold a picture and nothing else");
        BrandImageInspection.Inspect(SampleFiles.Webp(tail: "<script>"u8.ToArray())).Fault.ShouldNotBeNull();
        BrandImageInspection.Inspect(SampleFiles.Png(4000, 10)).Fault.ShouldNotBeNull();
        BrandImageInspection.Inspect(SampleFiles.Png().AsSpan(0, 40)).Fault.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("<style>.a{fill:url(#g)}</style><defs><linearGradient id=\"g\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><path class=\"a\" fill=\"url(#g)\" d=\"M0 0\"/>")]
    [InlineData("<defs><path id=\"p\" d=\"M0 0\"/></defs><use href=\"#p\"/><use xlink:href=\"#p\"/>")]
    [InlineData("<title>Northwind</title><g id=\"subscription-image\" style=\"fill:#123456\"><text x=\"1\">N</text></g>")]
    public void An_svg_that_only_draws_is_taken(string content) => BrandImageInspection.Inspect(Svg(content)).Fault.ShouldBeNull();

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)</x:script>")]
    [InlineData("<foreignObject><p/></foreignObject>")]
    [InlineData("<image href=\"data:image/png;base64,AA\"/>")]
    [InlineData("<a href=\"https://evil.test\"><path d=\"M0 0\"/></a>")]
    [InlineData("<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>")]
    [InlineData("<path d=\"M0 0\" onload=\"alert(1)\"/>")]
    [InlineData("<path d=\"M0 0\" ONCLICK=\"alert(1)\"/>")]
    [InlineData("<use href=\"https://evil.test/a.svg#p\"/>")]
    [InlineData("<use xlink:href=\"//evil.test/a.svg#p\"/>")]
    [InlineData("<path fill=\"url(https://evil.test/x)\" d=\"M0 0\"/>")]
    [InlineData("<path style=\"fill:\\75rl(https://evil.test/x)\" d=\"M0 0\"/>")]
    [InlineData("<style>@import 'https://evil.test/x.css';</style>")]
    [InlineData("<style>.a{background:url( 'https://evil.test/x')}</style>")]
    [InlineData("<style>.a{background:image-set('https://evil.test/x' 1x)}</style>")]
    [InlineData("<style><![CDATA[.a{fill:u/**/rl(https://evil.test/x)} @font-face{}]]></style>")]
    [InlineData("<?xml-stylesheet href=\"https://evil.test/x.css\"?>")]
    [InlineData("<g xml:base=\"https://evil.test\"/>")]
    [InlineData("<g>")]
    public void An_svg_that_acts_or_loads_is_refused(string content) => BrandImageInspection.Inspect(Svg(content)).Fault.ShouldNotBeNull();

    [Fact]
    public void An_svg_with_entities_is_refused() =>
        BrandImageInspection.Inspect(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a \"b\">]>{Open}<text>&a;</text></svg>")).Fault.ShouldBe("be readable XML without a DOCTYPE");

    private static byte[] Svg(string content) => Encoding.UTF8.GetBytes($"{Open}{content}</svg>");
}
