using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Drawbridge.Cli.Yaml;

/// <summary>
/// Reads YAML, and with it JSON, into nodes that know their lines. Anchors, aliases and tags are refused: settings do not need them, and an
/// alias of an alias can make a small file endless.
/// </summary>
internal sealed class YamlReader
{
    private const int Deepest = 32;

    private readonly Parser _parser;
    private readonly FileFaults _faults;
    private readonly string _whenEmpty;

    private YamlReader(string text, FileFaults faults, string whenEmpty)
    {
        _parser = new Parser(new StringReader(text));
        (_faults, _whenEmpty) = (faults, whenEmpty);
    }

    private ParsingEvent Current => _parser.Current ?? throw new YamlException("The text ends too early.");

    private FilePlace Place => new((int)Current.Start.Line, (int)Current.Start.Column);

    /// <summary>Null when it cannot be read at all; the fault is told.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="faults">Gets what is wrong.</param>
    /// <param name="whenEmpty">What is said of a file with nothing in it.</param>
    public static FileNode? Read(string text, FileFaults faults, string whenEmpty)
    {
        try
        {
            return new YamlReader(text, faults, whenEmpty).ReadDocument();
        }
        catch (YamlException e)
        {
            // The parser's own words may quote the file.
            faults.Add(new FilePlace((int)e.Start.Line, (int)e.Start.Column), "", $"is not YAML from column {e.Start.Column} on; look for indentation, tabs, quotes and brackets that do not match");
            return null;
        }
    }

    private FileNode? ReadDocument()
    {
        _parser.MoveNext();
        _parser.MoveNext();
        if (Current is StreamEnd)
        {
            _faults.Add(place: null, "", _whenEmpty);
            return null;
        }

        _parser.MoveNext();
        var root = ReadNode("", depth: 0);
        _parser.MoveNext();
        if (Current is DocumentStart)
        {
            _faults.Add(Place, "", "has a second document; put everything into the first");
            return null;
        }

        return root;
    }

    /// <summary>Reads the current node and goes on to what follows it.</summary>
    private FileNode ReadNode(string key, int depth)
    {
        var place = Place;
        if (depth > Deepest)
        {
            throw new YamlException(Current.Start, Current.End, "Nested too deeply.");
        }

        if (Current is AnchorAlias || Current is NodeEvent { Anchor.IsEmpty: false })
        {
            _faults.Add(place, key, "anchors (&) and aliases (*) are not read; write the value out, or put it into quotes when it begins with one of them");
        }
        else if (Current is NodeEvent { Tag.IsEmpty: false })
        {
            _faults.Add(place, key, "tags (!) are not read; put the value into quotes when it begins with one");
        }

        switch (Current)
        {
            case SequenceStart:
                return ReadList(place, key, depth);
            case MappingStart:
                return ReadMap(place, key, depth);
            default:
                var text = Current as Scalar;
                _parser.MoveNext();
                return new FileText(place, text?.Value ?? "", text is null or { Style: ScalarStyle.Plain });
        }
    }

    private FileList ReadList(FilePlace place, string key, int depth)
    {
        var items = new List<FileNode>();
        _parser.MoveNext();
        while (Current is not SequenceEnd)
        {
            items.Add(ReadNode(FileKey.Of(key, items.Count), depth + 1));
        }

        _parser.MoveNext();
        return new FileList(place, items);
    }

    private FileMap ReadMap(FilePlace place, string key, int depth)
    {
        var entries = new Dictionary<string, FileEntry>(StringComparer.OrdinalIgnoreCase);
        _parser.MoveNext();
        while (Current is not MappingEnd)
        {
            var keyPlace = Place;
            var name = ReadNode(key, depth + 1) as FileText;
            var value = ReadNode(FileKey.Of(key, name?.Value ?? ""), depth + 1);
            if (name is null)
            {
                _faults.Add(keyPlace, key, "has a list or a group where a key must be");
            }
            else if (entries.TryGetValue(name.Value, out var first))
            {
                _faults.Add(keyPlace, FileKey.Of(key, name.Value), $"stands here again; it was given in line {first.Line}. Keep one of them");
            }
            else
            {
                entries.Add(name.Value, new FileEntry(name.Value, keyPlace, value));
            }
        }

        _parser.MoveNext();
        return new FileMap(place, [.. entries.Values]);
    }
}
