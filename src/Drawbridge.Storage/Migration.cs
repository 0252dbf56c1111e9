namespace Drawbridge.Storage;

/// <summary>One numbered step of a component's schema.</summary>
/// <param name="Number">1, 2, 3, … without a gap.</param>
/// <param name="Name">What it does, from the file's name.</param>
/// <param name="Sql">The text, as it stands in the file.</param>
/// <param name="Checksum">SHA-256 of the text, in lower-case hex. Line ends do not count.</param>
public sealed record Migration(int Number, string Name, string Sql, string Checksum)
{
    public override string ToString() => $"{Number:D4}_{Name}";
}
