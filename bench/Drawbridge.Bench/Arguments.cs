using System.Globalization;

namespace Drawbridge.Bench;

/// <summary>Options as <c>bench/run</c> writes them: <c>--name value</c>, or <c>--name</c> alone.</summary>
internal sealed class Arguments(string[] arguments)
{
    public bool Has(string name) => Array.IndexOf(arguments, name) >= 0;

    public string Get(string name) => Find(name) ?? throw new ArgumentException($"{name} is missing.", nameof(name));

    public string? Find(string name) => Array.IndexOf(arguments, name) is var i and >= 0 && i + 1 < arguments.Length ? arguments[i + 1] : null;

    public int Number(string name, int otherwise) =>
        Find(name) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    public static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
