using System.IO.Enumeration;

namespace Drawbridge.Conformance.Cases;

/// <summary>Patterns of identifiers: <c>*</c> stands for anything, also across slashes; case does not matter.</summary>
public static class CasePattern
{
    public static bool Matches(string pattern, string id) => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "", StringComparison.Ordinal), id, ignoreCase: true);
}
