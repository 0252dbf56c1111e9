using Markdig;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Drawbridge.Platform.Coverage;

/// <summary>The documentation's Markdown as HTML. HTML in it is text, and links to its other pages, which are not served, are their text.</summary>
internal static class CoverageMarkdown
{
    private static readonly MarkdownPipeline Pages = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    private static readonly MarkdownPipeline Lines = NewLines();

    /// <summary>Paragraphs and lists.</summary>
    public static Html Page(string markdown) => Render(markdown, Pages);

    /// <summary>One line: whatever it begins with, it is no list and no heading.</summary>
    public static Html Line(string markdown) => new(Render(markdown, Lines).Markup.Trim().Replace("<p>", "", StringComparison.Ordinal).Replace("</p>", "", StringComparison.Ordinal));

    /// <summary>What stands below a heading, up to the next of the same rank.</summary>
    public static string Section(string markdown, string heading)
    {
        var start = markdown.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            throw new InvalidOperationException($"There is no heading {heading}.");
        }

        start = markdown.IndexOf('\n', start + 1);
        var end = markdown.IndexOf("\n## ", start, StringComparison.Ordinal);
        return end < 0 ? markdown[start..] : markdown[start..end];
    }

    private static MarkdownPipeline NewLines()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        builder.BlockParsers.RemoveAll(static parser => parser is not ParagraphBlockParser);
        return builder.Build();
    }

    private static Html Render(string markdown, MarkdownPipeline pipeline)
    {
        var document = Markdown.Parse(markdown, pipeline);
        foreach (var link in document.Descendants<LinkInline>().Where(static link => !IsWebAddress(link.Url)).ToList())
        {
            foreach (var child in link.ToList())
            {
                child.Remove();
                link.InsertBefore(child);
            }

            link.Remove();
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        pipeline.Setup(renderer);
        renderer.Render(document);
        return new(writer.ToString());
    }

    private static bool IsWebAddress(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
}
